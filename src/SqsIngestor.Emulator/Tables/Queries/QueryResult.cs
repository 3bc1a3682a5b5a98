namespace SqsIngestor.Emulator.Tables.Queries;

/// <summary>
/// The result of a query. Values are .NET's: bool, the integer types, <see cref="Int128"/>, float, double, <see cref="decimal"/>
/// (text when the type has more than 28 digits), string, byte[], <see cref="DateOnly"/>, <see cref="DateTimeOffset"/> for
/// TIMESTAMPTZ, <see cref="DateTime"/> for TIMESTAMP, <see cref="TimeOnly"/>, <see cref="Guid"/>, object?[] for lists,
/// <see cref="OrderedDictionary{TKey, TValue}"/> for structs (keys are names) and maps (keys are values), and null for NULL. A
/// date or time that .NET cannot represent is the number that DuckDB keeps.
/// </summary>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">The rows, each with one value for each column.</param>
public sealed record QueryResult(IReadOnlyList<QueryColumn> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows)
{
    /// <summary>One value as text for a terminal, as <see cref="ValueText.Of"/> writes it.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="column">The column, from 0.</param>
    public string Display(int row, int column) => ValueText.Of(Rows[row][column]);

    /// <summary>The value in the first row and column, for queries such as <c>SELECT count(*)</c>.</summary>
    public object? Scalar => Rows.Count > 0 && Columns.Count > 0 ? Rows[0][0] : null;
}

/// <summary>A column of a query's result.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its DuckDB type, for instance <c>MAP(VARCHAR, VARCHAR)</c>.</param>
public sealed record QueryColumn(string Name, string Type);
