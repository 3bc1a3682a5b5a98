namespace SqsIngestor.Catalog.Protobuf;

/// <summary>Divides the columns of a table into those that Zerobus carries and those that a descriptor leaves out.</summary>
public sealed class CarriedColumns
{
    private CarriedColumns(CatalogTable table, IReadOnlyList<LeftOutColumn> leftOut) => (Table, LeftOut) = (table, leftOut);

    /// <summary>The table without the columns that are left out.</summary>
    public CatalogTable Table { get; }

    /// <summary>The columns that are left out, in the order of the table.</summary>
    public IReadOnlyList<LeftOutColumn> LeftOut { get; }

    /// <summary>
    /// Leaves out a column if the table computes its values, or if Zerobus does not support it and it can be NULL. An
    /// unsupported column that is NOT NULL stays, also one with a DEFAULT, which Zerobus does not fill in; no descriptor can be
    /// built then.
    /// </summary>
    /// <param name="table">The table.</param>
    public static CarriedColumns Of(CatalogTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var unsupported = UnsupportedTypes.FindByColumn(table);
        var leftOut = table.Columns.Select((column, i) => Reason(column, unsupported[i])).OfType<LeftOutColumn>().ToList();
        var names = leftOut.Select(left => left.Column).ToHashSet(ReferenceEqualityComparer.Instance);
        return new CarriedColumns(
            leftOut.Count == 0 ? table : table with { Columns = [.. table.Columns.Where(column => !names.Contains(column))] },
            leftOut);
    }

    private static LeftOutColumn? Reason(Column column, IReadOnlyList<UnsupportedType> unsupported)
    {
        if (column.IsGenerated)
        {
            return new LeftOutColumn(
                column, $"{column.Name}: the table computes the values of this column ({column.Fill}), so it is read-only.");
        }

        return column.MustHaveValue || unsupported.Count == 0
            ? null
            : new LeftOutColumn(column, string.Join('\n', unsupported.Select(part => part.ToString()))) { IsUnsupported = true };
    }
}

/// <summary>A column that no descriptor has.</summary>
/// <param name="Column">The column.</param>
/// <param name="Reason">Why, one line for each reason, with the path of what is unsupported.</param>
public sealed record LeftOutColumn(Column Column, string Reason)
{
    /// <summary>Whether the type or a name is the reason, and not that the table generates the values.</summary>
    public bool IsUnsupported { get; init; }
}
