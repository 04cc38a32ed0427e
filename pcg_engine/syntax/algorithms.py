"""Which calls are calls of standard algorithms that iterate over a range."""

from __future__ import annotations

from dataclasses import dataclass, field

from tree_sitter import Node

from pcg_engine.syntax.names import qualified_parts

# Names of <algorithm> and <numeric> whose cost grows with the length of a range, with the fewest
# arguments a call has: fewer, and `std::move(x)` or `std::remove(path)` is another function.
_RANGE_ARGUMENTS = {
    2: """sort stable_sort is_sorted is_sorted_until reverse unique shuffle min_element max_element
        minmax_element adjacent_find next_permutation prev_permutation reduce is_heap make_heap
        sort_heap""",
    3: """all_of any_of none_of for_each for_each_n count count_if find find_if find_if_not
        copy copy_if copy_n copy_backward move move_backward fill fill_n generate generate_n
        transform remove remove_if replace replace_if rotate partition stable_partition
        partial_sort nth_element accumulate inclusive_scan exclusive_scan partial_sum
        adjacent_difference iota equal mismatch swap_ranges reverse_copy unique_copy shift_left
        shift_right inplace_merge is_partitioned search_n sample""",
    4: """inner_product transform_reduce transform_inclusive_scan transform_exclusive_scan
        remove_copy remove_copy_if replace_copy replace_copy_if rotate_copy partition_copy
        partial_sort_copy find_end find_first_of search merge includes set_union
        set_intersection set_difference set_symmetric_difference is_permutation
        lexicographical_compare""",
}
_FEWEST = {name: least for least, names in _RANGE_ARGUMENTS.items() for name in names.split()}
_NAMESPACES = frozenset({("std",), ("std", "ranges")})

ALGORITHM_NAMES = frozenset(_FEWEST)


@dataclass(frozen=True, slots=True)
class Imports:
    """What using-directives, using-declarations and namespace aliases make of names at a place."""

    namespaces: frozenset[tuple[str, ...]] = frozenset()
    names: frozenset[tuple[str, ...]] = frozenset()
    aliases: frozenset[tuple[str, tuple[str, ...]]] = field(
        default_factory=frozenset[tuple[str, tuple[str, ...]]]
    )

    def after(self, node: Node) -> Imports:
        """The imports behind ``node``, a using-declaration or namespace alias definition."""
        if node.type == "namespace_alias_definition":
            return self._with_alias(node)
        if not node.named_child_count:
            return self
        parts = self.resolve(qualified_parts(node.named_children[-1]))
        if any(child.type == "namespace" for child in node.children):
            if parts in _NAMESPACES:
                return Imports(self.namespaces | {parts}, self.names, self.aliases)
        elif parts[:-1] in _NAMESPACES:
            return Imports(self.namespaces, self.names | {parts}, self.aliases)
        return self

    def _with_alias(self, node: Node) -> Imports:
        name = node.child_by_field_name("name")
        target = node.named_children[-1]
        if name is None or target == name:
            return self
        alias = (qualified_parts(name) or ("",))[0]
        aliases = {entry for entry in self.aliases if entry[0] != alias}
        parts = self.resolve(qualified_parts(target))
        if parts in _NAMESPACES:
            aliases.add((alias, parts))
        return Imports(self.namespaces, self.names, frozenset(aliases))

    def resolve(self, parts: tuple[str, ...]) -> tuple[str, ...]:
        """``parts`` with a leading alias, or ``ranges`` under ``using namespace std``, in full."""
        for alias, target in self.aliases:
            if parts[:1] == (alias,):
                return target + parts[1:]
        if parts[:1] == ("ranges",) and ("std",) in self.namespaces:
            return ("std", *parts)
        return parts

    def unqualified(self, name: str) -> tuple[str, ...] | None:
        """The standard algorithm that ``name`` alone may find here."""
        for names in sorted(self.names):
            if names[-1] == name:
                return names
        for namespace in sorted(self.namespaces):
            return (*namespace, name)
        return None


@dataclass(frozen=True, slots=True)
class AlgorithmCall:
    """A call of ``name`` (``std::sort``, ``std::ranges::sort``).

    ``is_unqualified`` calls may also mean a function of the user's with that name.
    """

    name: str
    is_unqualified: bool


def algorithm_call(call: Node, imports: Imports) -> AlgorithmCall | None:
    """The standard algorithm that ``call``, a ``call_expression``, calls by its spelling."""
    function = call.child_by_field_name("function")
    if function is None or function.type == "field_expression":
        return None
    written = qualified_parts(function)
    if not written or written[-1] not in ALGORITHM_NAMES:
        return None
    is_unqualified = len(written) == 1
    parts = imports.unqualified(written[0]) if is_unqualified else imports.resolve(written)
    if parts is None or parts[:-1] not in _NAMESPACES:
        return None
    least = _FEWEST[parts[-1]]
    if parts[:-1] != ("std",):
        least -= 1  # one range instead of two iterators
    return AlgorithmCall("::".join(parts), is_unqualified) if _arguments(call) >= least else None


def _arguments(call: Node) -> int:
    arguments = call.child_by_field_name("arguments")
    if arguments is None:
        return 0
    return sum(child.type != "comment" for child in arguments.named_children)
