using System.Globalization;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Sql;
using SqsIngestor.Catalog.Types;
using SqsIngestor.Cli.Infer.Columns;

namespace SqsIngestor.Cli.Infer.Against;

/// <summary>
/// Compares samples with a table that exists. Names are compared without case and underscores, and the same name first.
/// </summary>
internal sealed class TableGaps
{
    private readonly List<TableGap> _gaps = [];
    private readonly string _table;

    private TableGaps(CatalogTable table) => _table = CreateTableText.FullName(table.Name);

    /// <summary>What the table lacks, in the order of the samples, and then what the samples lack.</summary>
    public static IReadOnlyList<TableGap> Find(InferredTable samples, CatalogTable table)
    {
        var gaps = new TableGaps(table);
        var columns = table.Columns
            .Select(column => new StructField(column.Name, column.Type) { Nullable = !column.MustHaveValue }).ToList();
        gaps.Compare(
            [.. samples.Columns.Where(column => !column.Path.StartsWith("$.envelope", StringComparison.Ordinal))
                .Select(column => column.Field)],
            columns, "", samples.Rows);
        return gaps._gaps;
    }

    /// <summary>The statement that adds a column, or a field.</summary>
    public static string Add(string table, string path, DeltaType type)
    {
        // The parts of a path have only ASCII letters, digits and underscores.
        var column = CreateTableText.Column(new Column("c", type))[2..];
        return $"ALTER TABLE {table} ADD COLUMN {path} {column};";
    }

    /// <param name="fields">The members of objects.</param>
    /// <param name="columns">The columns of the table, or the fields of a STRUCT.</param>
    /// <param name="prefix">The path around them.</param>
    /// <param name="objects">How many objects there are.</param>
    private void Compare(
        IReadOnlyList<InferredField> fields, IReadOnlyList<StructField> columns, string prefix, long objects)
    {
        var seen = new Dictionary<string, long>();
        foreach (var field in fields)
        {
            var found = columns.FirstOrDefault(column => column.Name == field.Name)
                ?? columns.FirstOrDefault(column => Key(column.Name) == Key(field.Name))
                ?? columns.FirstOrDefault(column => Key(column.Name) == Key(field.Member));
            if (found is null)
            {
                var path = prefix + field.Name;
                var type = field.Type.Delta;
                _gaps.Add(new TableGap(GapKind.Missing, path, type.ToString(), null, Add(_table, path, type)));
                continue;
            }

            seen[found.Name] = seen.GetValueOrDefault(found.Name) + field.Evidence.Count - field.Evidence.Nulls;
            CompareTypes(field, field.Type.Delta, found.Type, prefix + found.Name);
        }

        foreach (var column in columns.Where(column => !column.Nullable && seen.GetValueOrDefault(column.Name) < objects))
        {
            var without = objects - seen.GetValueOrDefault(column.Name);
            _gaps.Add(
                new TableGap(
                    GapKind.NoValue, prefix + column.Name,
                    without == objects ? "the samples do not have it"
                        : string.Create(CultureInfo.InvariantCulture, $"{without} of {objects} have no value"),
                    $"{column.Type} NOT NULL", null));
        }
    }

    private void CompareTypes(InferredField field, DeltaType wanted, DeltaType has, string path)
    {
        switch (wanted, has)
        {
            case (StructType, StructType structure) when field.Type.Fields.Count > 0:
                Compare(field.Type.Fields, structure.Fields, $"{path}.", Fit.Values(field, wanted).Objects);
                break;
            case (ArrayType a, ArrayType b):
                CompareTypes(field, a.Element, b.Element, $"{path}.element");
                break;
            case (MapType a, MapType b):
                CompareTypes(field, a.Value, b.Value, $"{path}.value");
                break;
            default:
                if (!Fit.Holds(has, wanted, field))
                {
                    var need = Fit.Need(has, wanted, field);
                    _gaps.Add(new TableGap(GapKind.Type, path, need.ToString(), has.ToString(), null));
                }
                else if (Fit.Cut(has, wanted, field) is > 0 and var cut)
                {
                    var text = string.Create(CultureInfo.InvariantCulture, $"digits below the microsecond are cut off in {cut}");
                    _gaps.Add(new TableGap(GapKind.Note, path, text, has.ToString(), null));
                }

                break;
        }
    }

    private static string Key(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
}
