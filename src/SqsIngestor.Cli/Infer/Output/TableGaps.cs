using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Sql;
using SqsIngestor.Catalog.Types;
using SqsIngestor.Cli.Infer.Columns;

namespace SqsIngestor.Cli.Infer.Output;

/// <summary>Something that the samples have and a table lacks.</summary>
/// <param name="Path">The column, and the field inside it.</param>
/// <param name="Wanted">The type that the samples need.</param>
/// <param name="Has">The type that the table has; null if it has no such column.</param>
/// <param name="Statement">The statement that adds it; null if no statement changes the table safely.</param>
internal sealed record TableGap(string Path, string Wanted, string? Has, string? Statement);

/// <summary>Compares samples with a table that exists. Names are compared without case and underscores.</summary>
internal sealed class TableGaps
{
    private readonly List<TableGap> _gaps = [];
    private readonly string _table;

    private TableGaps(CatalogTable table) => _table = CreateTableText.FullName(table.Name);

    /// <summary>What the table lacks, in the order of the samples.</summary>
    public static IReadOnlyList<TableGap> Find(InferredTable samples, CatalogTable table)
    {
        var gaps = new TableGaps(table);
        var columns = table.Columns.Select(column => new StructField(column.Name, column.Type)).ToList();
        gaps.Compare(
            [.. samples.Columns.Where(column => !column.Path.StartsWith("$.envelope", StringComparison.Ordinal))
                .Select(column => column.Field)],
            columns, "");
        return gaps._gaps;
    }

    private void Compare(IReadOnlyList<InferredField> fields, IReadOnlyList<StructField> columns, string prefix)
    {
        foreach (var field in fields)
        {
            var found = columns.FirstOrDefault(column => Key(column.Name) == Key(field.Name))
                ?? columns.FirstOrDefault(column => Key(column.Name) == Key(field.Member));
            if (found is null) AddMissing(field, prefix + field.Name);
            else CompareTypes(field, field.Type.Delta, found.Type, prefix + found.Name);
        }
    }

    private void CompareTypes(InferredField field, DeltaType wanted, DeltaType has, string path)
    {
        switch (wanted, has)
        {
            case (StructType, StructType structure) when field.Type.Fields.Count > 0:
                Compare(field.Type.Fields, structure.Fields, $"{path}.");
                break;
            case (ArrayType a, ArrayType b):
                CompareTypes(field, a.Element, b.Element, $"{path}.element");
                break;
            case (MapType a, MapType b):
                CompareTypes(field, a.Value, b.Value, $"{path}.value");
                break;
            default:
                if (!Fit.Holds(has, wanted, field)) _gaps.Add(new TableGap(path, wanted.ToString(), has.ToString(), null));
                break;
        }
    }

    private void AddMissing(InferredField field, string path)
    {
        // The parts of a path have only ASCII letters, digits and underscores.
        var column = CreateTableText.Column(new Column("c", field.Type.Delta))[2..];
        _gaps.Add(
            new TableGap(path, field.Type.Delta.ToString(), null, $"ALTER TABLE {_table} ADD COLUMN {path} {column};"));
    }

    private static string Key(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
}
