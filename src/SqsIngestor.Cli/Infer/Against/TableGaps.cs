using System.Globalization;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Sql;
using SqsIngestor.Catalog.Types;
using SqsIngestor.Cli.Infer.Columns;
using SqsIngestor.Cli.Infer.Evidence;
using SqsIngestor.Cli.Infer.Output;

namespace SqsIngestor.Cli.Infer.Against;

/// <summary>
/// Compares samples with a table that exists. Names are compared without case and underscores, and the same name first.
/// </summary>
internal sealed class TableGaps
{
    private readonly List<TableGap> _gaps = [];
    private readonly string _table;
    private readonly TypeChoice _choice;

    // How many rows have a value of an envelope for a column.
    private readonly Dictionary<string, long> _ofEnvelopes = [];

    private TableGaps(CatalogTable table, TypeChoice choice) =>
        (_table, _choice) = (CreateTableText.FullName(table.Name), choice);

    /// <summary>What the table lacks, in the order of the samples, and then what the samples lack.</summary>
    /// <param name="samples">What the samples need.</param>
    /// <param name="table">The table.</param>
    /// <param name="choice">Chooses the types of what the table has in another way than the samples alone would.</param>
    public static IReadOnlyList<TableGap> Find(InferredTable samples, CatalogTable table, TypeChoice choice)
    {
        var gaps = new TableGaps(table, choice);
        var columns = table.Columns
            .Select(column => new StructField(column.Name, column.Type) { Nullable = !column.MustHaveValue }).ToList();
        var wanted = samples.Columns.Where(column => !column.IsOfEnvelope).ToList();
        var whole = wanted is [{ IsWhole: true, Field: var only }] ? only : null;
        // The names of few samples can look like data, and be columns of the table.
        var fields = whole is not null && whole.Evidence.Objects == whole.Evidence.Count && HasNames(whole.Evidence, columns)
            ? choice.Fields(whole.Evidence, 0, [])
            : [.. wanted.Select(column => column.Field)];
        gaps.CompareEnvelopes(samples, columns);
        gaps.Compare(fields, columns, "", samples.Rows, 0);
        return gaps._gaps;
    }

    /// <summary>The statement that adds a column, or a field.</summary>
    public static string Add(string table, string path, DeltaType type)
    {
        // The parts of a path have only ASCII letters, digits and underscores.
        var column = CreateTableText.Column(new Column("c", type))[2..];
        return $"ALTER TABLE {table} ADD COLUMN {path} {column};";
    }

    /// <summary>
    /// Compares the members of envelopes with the columns of the names that infer gives them; those without one are notes.
    /// </summary>
    private void CompareEnvelopes(InferredTable samples, IReadOnlyList<StructField> columns)
    {
        foreach (var (field, path, _) in samples.Columns.Where(column => column.IsOfEnvelope))
        {
            var (count, of) = (field.Evidence.Count - field.Evidence.Nulls, samples.Payload.Messages);
            if (count == 0) continue;
            if (Find(columns, field.Name, field.Member) is { } found)
            {
                // Each message has it, so each row has.
                _ofEnvelopes[found.Name] = count >= of ? samples.Rows : count;
                // A column with the name of the member alone can be that of another value.
                if (Find(columns, field.Name, field.Name) is not null)
                    CompareTypes(field.Evidence, field.Member, field.Type, found.Type, found.Name, 0);
                continue;
            }

            var text = string.Create(
                CultureInfo.InvariantCulture,
                $"{Math.Min(count, of)} of {of} samples have it, and the table has no column {field.Name}");
            _gaps.Add(new TableGap(GapKind.Note, YamlText.Member(path, field.Member), text, null, null));
        }
    }

    /// <param name="fields">The members of objects.</param>
    /// <param name="columns">The columns of the table, or the fields of a STRUCT.</param>
    /// <param name="prefix">The path around them.</param>
    /// <param name="objects">How many objects there are.</param>
    /// <param name="depth">The number of STRUCTs around the fields.</param>
    private void Compare(
        IReadOnlyList<InferredField> fields, IReadOnlyList<StructField> columns, string prefix, long objects, int depth)
    {
        var seen = depth == 0 && prefix.Length == 0 ? new Dictionary<string, long>(_ofEnvelopes) : [];
        foreach (var field in fields)
        {
            if (Find(columns, field.Name, field.Member) is not { } found)
            {
                if (IsOnlyNull(field.Evidence)) continue;
                var path = prefix + field.Name;
                var type = field.Type.Delta;
                _gaps.Add(new TableGap(GapKind.Missing, path, type.ToString(), null, Add(_table, path, type)));
                continue;
            }

            seen[found.Name] = seen.GetValueOrDefault(found.Name) + field.Evidence.Count - field.Evidence.Nulls;
            CompareTypes(field.Evidence, field.Member, field.Type, found.Type, prefix + found.Name, depth);
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

    /// <param name="values">The values of a member, or of what is inside it.</param>
    /// <param name="member">The name of the member.</param>
    /// <param name="wanted">The type that the values would get.</param>
    /// <param name="has">The type in the table, which decides whether objects are a STRUCT or a MAP.</param>
    /// <param name="path">The path in the table.</param>
    /// <param name="depth">The number of STRUCTs around the values.</param>
    private void CompareTypes(
        ValueEvidence values, string member, InferredType wanted, DeltaType has, string path, int depth)
    {
        var count = values.Count - values.Nulls;
        switch (has)
        {
            case StructType structure when values.Objects == count
                && (wanted.Delta is StructType || HasNames(values, structure.Fields)):
                var fields = wanted.Delta is StructType ? wanted.Fields : _choice.Fields(values, depth + 1, []);
                Compare(fields, structure.Fields, $"{path}.", values.MemberObjects, depth + 1);
                break;
            case ArrayType when values.Arrays == count && values.Element is null:
            case MapType when values.Objects == count && values.MemberValues == 0:
                break;
            case ArrayType array when values.Arrays == count && values.Element is { Nulls: 0 } element:
                CompareTypes(
                    element, member, _choice.Choose(element, member, depth), array.Element, $"{path}.element", depth);
                break;
            case MapType map when values.Objects == count && !values.HasDuplicates
                && values.CommonMember() is { Nulls: 0 } value:
                CompareTypes(value, member, _choice.Choose(value, member, depth), map.Value, $"{path}.value", depth);
                break;
            default:
                CompareScalars(values, wanted, has, path);
                break;
        }
    }

    private void CompareScalars(ValueEvidence values, InferredType wanted, DeltaType has, string path)
    {
        if (!Fit.Holds(has, wanted, values))
        {
            var need = Fit.Need(has, wanted, values);
            _gaps.Add(
                new TableGap(GapKind.Type, path, need.ToString(), has.ToString(), null) { Option = Fit.Option(has, values) });
        }
        else if (Fit.Cut(has, values) is > 0 and var cut)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"digits below the microsecond are cut off in {cut}");
            _gaps.Add(new TableGap(GapKind.Note, path, text, has.ToString(), null));
        }
    }

    /// <summary>Whether nothing is known of a value: null needs no column.</summary>
    private static bool IsOnlyNull(ValueEvidence values) =>
        values.Count == values.Nulls && values.MemberObjects == 0 && values.Declared is null;

    /// <summary>Whether objects have a name of the fields, or no name at all.</summary>
    private static bool HasNames(ValueEvidence objects, IReadOnlyList<StructField> fields) => objects.Members is { } members
        && (members.Count == 0 || members.Keys.Any(member => Find(fields, member, member) is not null));

    private static StructField? Find(IReadOnlyList<StructField> columns, string name, string member) =>
        columns.FirstOrDefault(column => column.Name == name)
            ?? columns.FirstOrDefault(column => Key(column.Name) == Key(name))
            ?? columns.FirstOrDefault(column => Key(column.Name) == Key(member));

    private static string Key(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
}
