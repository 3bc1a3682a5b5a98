namespace SqsIngestor.Catalog.Comparison;

/// <summary>One RENAME COLUMN.</summary>
/// <param name="Change">The change that it belongs to.</param>
/// <param name="Old">The name before.</param>
/// <param name="New">The name after.</param>
internal sealed record RenameStep(SchemaChange Change, string Old, string New);

/// <summary>Puts renames in an order in which each name is free.</summary>
internal static class RenameOrder
{
    /// <summary>
    /// The renames of columns come before those of the fields inside them, whose paths have the new names. A name is given only
    /// after what had it has another one; in a circle, one has a name of its own in between.
    /// </summary>
    /// <param name="changes">All changes.</param>
    /// <param name="around">The path of what has a column or field, with a point at its end; empty for a column.</param>
    public static IEnumerable<RenameStep> Of(IReadOnlyList<SchemaChange> changes, Func<string, string> around)
    {
        var groups = changes.Where(change => change.Kind == ChangeKind.Renamed).GroupBy(change => around(change.Path));
        return groups.OrderBy(group => group.Key.Count(c => c == '.')).SelectMany(InOrder);
    }

    private static IEnumerable<RenameStep> InOrder(IEnumerable<SchemaChange> renames)
    {
        var left = renames.Select(change => new RenameStep(change, change.Before!, change.After!)).ToList();
        var names = left.SelectMany(each => new[] { each.Old, each.New }).ToHashSet(StringComparer.OrdinalIgnoreCase);
        while (left.Count > 0)
        {
            var at = left.FindIndex(each => left.TrueForAll(other => other == each || !IsSame(other.Old, each.New)));
            if (at >= 0)
            {
                yield return left[at];
                left.RemoveAt(at);
                continue;
            }

            var between = $"{left[0].Old}_renamed";
            while (!names.Add(between)) between += "_";
            yield return left[0] with { New = between };
            left[0] = left[0] with { Old = between };
        }
    }

    private static bool IsSame(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
