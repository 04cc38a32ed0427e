"""Typed trees from clang's own JSON dump; needs clang 16 or later."""

from pcg_engine.adapters.clang_ast.reader import ClangAstReader

__all__ = ["ClangAstReader"]
