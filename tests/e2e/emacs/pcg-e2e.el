;;; pcg-e2e.el --- PCG in Emacs with eglot, as a user has it  -*- lexical-binding: t -*-

;; Run in batch by test_emacs.py: from an opened file, by hover and code actions, to an applied and
;; saved edit.  What is seen is written to PCG_E2E_SEEN as JSON.

;;; Code:

(package-initialize)
(require 'cl-lib)
(require 'eglot)
(require 'json)

(setq last-nonmenu-event t              ; questions go to the functions below
      eglot-confirm-server-initiated-edits nil
      eglot-sync-connect 60
      eglot-autoshutdown nil
      make-backup-files nil
      create-lockfiles nil)
(add-to-list 'eglot-server-programs
             `((c++-mode c-mode) . (,(getenv "PCG_E2E_SERVER") "serve" "--stdio")))
;; Whether the work is shown and applied is tested here, not how fast this machine is.
(setq-default eglot-workspace-configuration '(:pcg (:minimumSpeedup 0 :budgetSeconds 300)))

(defvar pcg-e2e-seen (make-hash-table :test 'equal))
(defvar pcg-e2e-titles nil "Of the menu of code actions, when it was last shown.")
(defvar pcg-e2e-choice nil "What to take from it.")

(defun pcg-e2e-see (name value)
  "Keep VALUE as what was seen of NAME."
  (puthash name value pcg-e2e-seen))

(defun pcg-e2e-pick (_prompt collection &rest _)
  "Take the entry of COLLECTION that holds `pcg-e2e-choice'."
  (setq pcg-e2e-titles
        (mapcar (lambda (one) (substring-no-properties (if (consp one) (car one) one)))
                (all-completions "" collection)))
  (or (and pcg-e2e-choice
           (cl-find-if (lambda (title) (string-match-p (regexp-quote pcg-e2e-choice) title))
                       pcg-e2e-titles))
      (signal 'quit nil)))
(advice-add 'completing-read :override #'pcg-e2e-pick)

(defun pcg-e2e-wait (what holds)
  "Wait until the function HOLDS returns something, and return that; WHAT is for the failure."
  (let ((end (+ (float-time) 420)) found)
    (while (not (setq found (funcall holds)))
      (when (> (float-time) end) (error "Waited in vain for %s" what))
      (accept-process-output nil 0.2))
    found))

(defun pcg-e2e-text () (buffer-substring-no-properties (point-min) (point-max)))

(defun pcg-e2e-hover ()
  "What the server says at point, as text."
  (let* ((answer (jsonrpc-request (eglot--current-server-or-lose) :textDocument/hover
                                  (eglot--TextDocumentPositionParams)))
         (contents (plist-get answer :contents)))
    (and contents (substring-no-properties (eglot--hover-info contents)))))

(defun pcg-e2e-actions (choice)
  "Open the menu of code actions at point and take CHOICE; return its titles."
  (setq pcg-e2e-titles nil pcg-e2e-choice choice)
  (condition-case nil
      (call-interactively #'eglot-code-actions)
    (quit nil)
    (error nil))                        ; there are none
  pcg-e2e-titles)

(defun pcg-e2e-holds (text)
  "A predicate of titles that match TEXT."
  (lambda (title) (string-match-p text title)))

(defun pcg-e2e-run (file)
  "From the opened FILE to the saved edit."
  (find-file file)
  (c++-mode)
  (apply #'eglot--connect (eglot--guess-contact))
  (pcg-e2e-wait "the server" (lambda () (eglot-managed-p)))
  (pcg-e2e-see "original" (pcg-e2e-text))
  (search-forward "for (std::size_t i = 0; i < spots.size()")
  (back-to-indentation)
  (pcg-e2e-see "hover"
               (pcg-e2e-wait "a hover that knows the loop"
                             (lambda ()
                               (let ((told (pcg-e2e-hover)))
                                 (and told (string-match-p "ndependent" told) told)))))
  (pcg-e2e-see "actions_before" (vconcat (pcg-e2e-actions "Parallelize with OpenMP")))
  (pcg-e2e-see "actions_after"
               (vconcat
                (pcg-e2e-wait
                 "the loop to be verified"
                 (lambda ()
                   (sleep-for 1)
                   (let ((titles (pcg-e2e-actions nil)))
                     (cond
                      ((cl-some (pcg-e2e-holds "\\`Apply verified") titles) titles)
                      ((cl-some (pcg-e2e-holds "\\`Cancel") titles) nil)
                      ((cl-some (pcg-e2e-holds "could not be verified") titles)
                       ;; The machine was busy while it was measured.
                       (pcg-e2e-actions "OpenMP again")
                       nil)))))))
  (pcg-e2e-actions "Apply verified")
  (pcg-e2e-wait "the edit" (lambda () (string-match-p "#pragma omp" (pcg-e2e-text))))
  (pcg-e2e-see "applied" (pcg-e2e-text))
  (save-buffer))

(let ((failure nil))
  (condition-case problem
      (pcg-e2e-run (getenv "PCG_E2E_FILE"))
    (error (setq failure (error-message-string problem))))
  (pcg-e2e-see "failure" (or failure json-null))
  (with-temp-file (getenv "PCG_E2E_SEEN") (insert (json-encode pcg-e2e-seen)))
  (when (eglot-current-server) (eglot-shutdown (eglot-current-server)))
  (kill-emacs (if failure 1 0)))

;;; pcg-e2e.el ends here
