using Google.Protobuf.Reflection;
using SqsIngestor.Catalog.Types;
using Label = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Label;
using ProtobufType = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Type;

namespace SqsIngestor.Catalog.Protobuf;

/// <summary>Checks that a descriptor fits the table that its stream writes to.</summary>
public sealed class DescriptorComparison
{
    /// <summary>The most columns that Zerobus accepts.</summary>
    public const int MaxColumns = 2_000;

    private readonly List<DescriptorFinding> _findings = [];
    private readonly NestedTypes _nested;

    private DescriptorComparison(DescriptorProto message) => _nested = new NestedTypes(message);

    /// <summary>Lists every difference, in the order of the descriptor's fields.</summary>
    /// <param name="message">The self-contained message descriptor.</param>
    /// <param name="table">The table.</param>
    /// <returns>Empty when the service accepts the descriptor.</returns>
    public static IReadOnlyList<DescriptorFinding> Check(DescriptorProto message, CatalogTable table)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(table);
        var check = new DescriptorComparison(message);
        if (message.Field.Count > MaxColumns)
        {
            check.Add(
                DescriptorFindings.TooManyColumns, "",
                $"the descriptor has {message.Field.Count} fields; Zerobus accepts {MaxColumns}.");
        }

        var leftOut = CarriedColumns.Of(table).LeftOut;
        var fields = message.Field.Select(field => field.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var generated in leftOut.Where(left => !left.IsUnsupported && fields.Contains(left.Column.Name)))
        {
            check.Add(
                DescriptorFindings.GeneratedColumn, generated.Column.Name,
                $"the table computes the values of the column ({generated.Column.Fill}), so the descriptor must not have it.");
        }

        // Rows can do without what is left out.
        var columns = table.Columns.Select(
            column => new StructField(column.Name, column.Type)
            {
                Nullable = column.Nullable || leftOut.Any(left => left.Column.Name == column.Name),
            }).ToList();
        check.CheckMessage(message, columns, "", $"table {table.Name}");
        return check._findings;
    }

    private void CheckMessage(DescriptorProto message, IReadOnlyList<StructField> columns, string prefix, string owner)
    {
        CheckNumbers(message, prefix);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in message.Field)
        {
            var path = prefix + field.Name;
            if (!seen.Add(field.Name))
            {
                Add(DescriptorFindings.DuplicateField, path, "the descriptor has this field twice.");
            }
            else if (columns.FirstOrDefault(column => column.Name == field.Name) is { } column)
            {
                CheckField(field, column.Type, path);
            }
            else
            {
                var near = columns.FirstOrDefault(column => column.Name.Equals(field.Name, StringComparison.OrdinalIgnoreCase));
                Add(
                    DescriptorFindings.UnknownColumn, path,
                    near is null ? $"{owner} has no such column." : $"{owner} has no such column; it has '{near.Name}'.");
            }
        }

        foreach (var column in columns)
        {
            if (!column.Nullable && !seen.Contains(column.Name))
            {
                Add(
                    DescriptorFindings.MissingNotNull, prefix + column.Name,
                    $"the column is {column.Type} NOT NULL, so the descriptor must have it.");
            }
        }
    }

    private void CheckNumbers(DescriptorProto message, string prefix)
    {
        var numbers = new HashSet<int>();
        foreach (var field in message.Field)
        {
            if (!FieldNumbers.IsAllowed(field.Number))
            {
                Add(
                    DescriptorFindings.BadFieldNumber, prefix + field.Name,
                    $"{field.Number} is not a field number; protobuf allows 1 to 536870911, except 19000 to 19999.");
            }
            else if (!numbers.Add(field.Number))
            {
                Add(DescriptorFindings.DuplicateField, prefix + field.Name, $"another field has the number {field.Number}.");
            }
        }
    }

    private void CheckField(FieldDescriptorProto field, DeltaType type, string path)
    {
        var repeated = field.Label == Label.Repeated;
        switch (type)
        {
            case MapType map:
                if (!repeated || MapEntry(field) is not { } entry)
                {
                    Add(
                        DescriptorFindings.WrongShape, path,
                        $"the column is {type}, so the field must be a map; it is {Describe(field)}.");
                    return;
                }

                CheckMapEntry(entry, map, path);
                return;
            case ArrayType array:
                if (!repeated || MapEntry(field) is not null)
                {
                    Add(
                        DescriptorFindings.WrongShape, path,
                        $"the column is {type}, so the field must be repeated; it is {Describe(field)}.");
                    return;
                }

                CheckSingle(field, array.Element, $"{path}.element");
                return;
            default:
                if (repeated)
                {
                    Add(DescriptorFindings.WrongShape, path, $"the column is {type}, so the field must not be repeated.");
                    return;
                }

                CheckSingle(field, type, path);
                return;
        }
    }

    private void CheckMapEntry(DescriptorProto entry, MapType map, string path)
    {
        var key = entry.Field.FirstOrDefault(field => field.Number == 1);
        var value = entry.Field.FirstOrDefault(field => field.Number == 2);
        if (key is null || value is null || entry.Field.Count != 2)
        {
            Add(
                DescriptorFindings.BadMapEntry, path,
                "the entry of a map needs the fields key = 1 and value = 2, and no others.");
            return;
        }

        if (!ProtobufTypes.IsMapKey(map.Key.Kind))
        {
            Add(DescriptorFindings.UnsupportedType, $"{path}.key", $"Zerobus does not support {map.Key} as the key of a map.");
        }
        else
        {
            CheckSingle(key, map.Key, $"{path}.key");
        }

        CheckSingle(value, map.Value, $"{path}.value");
    }

    private void CheckSingle(FieldDescriptorProto field, DeltaType type, string path)
    {
        if (ProtobufTypes.Of(type.Kind) is not { } expected)
        {
            Add(DescriptorFindings.UnsupportedType, path, $"Zerobus does not support {type} here.");
        }
        else if (field.Type != expected)
        {
            Add(
                DescriptorFindings.WrongType, path,
                $"the column is {type}, so the field must be {ProtobufTypes.Name(expected)}; it is {Describe(field)}.");
        }
        else if (type is StructType structure)
        {
            if (_nested.FindMessage(field.TypeName) is { } message)
            {
                CheckMessage(message, structure.Fields, $"{path}.", "the STRUCT");
            }
            else
            {
                Add(
                    DescriptorFindings.UnresolvedType, path,
                    $"the message {field.TypeName} is not nested in the descriptor, which must be self-contained.");
            }
        }
    }

    private DescriptorProto? MapEntry(FieldDescriptorProto field) =>
        field.Type == ProtobufType.Message && _nested.FindMessage(field.TypeName) is { Options.MapEntry: true } entry
            ? entry
            : null;

    private string Describe(FieldDescriptorProto field)
    {
        if (MapEntry(field) is not null) return "a map";
        var type = ProtobufTypes.Name(field.Type);
        return field.Label == Label.Repeated ? $"repeated {type}" : type;
    }

    private void Add(ErrorDescription finding, string path, string message) =>
        _findings.Add(new DescriptorFinding(finding.Code, path, message));
}
