using System.Text;
using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Options;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Records.Limits;
using SqsIngestor.Mapping.Records.Scalars;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Mapping.Yaml;
using SqsIngestor.Shared;

namespace SqsIngestor.Mapping.Language.Enums;

/// <summary>Compiles a column's <c>enum</c> and <c>fold_case</c> to the codec of one value.</summary>
internal sealed class EnumCompiler(EnumTables tables, DiagnosticBag diagnostics)
{
    private readonly HashSet<(EnumTable, EnumDescriptor?, ValueLimit?, bool)> _reported = [];

    /// <summary>The codec; null after a diagnostic.</summary>
    /// <param name="options">The options of the column.</param>
    /// <param name="element">Its field.</param>
    /// <param name="limit">What the table takes in it; null for any value.</param>
    public ScalarCodec? Create(ColumnOptions options, FieldDescriptor element, ValueLimit? limit)
    {
        var fold = options.FoldsCase;
        if (element.FieldType != FieldType.Enum && (options.Enum is null || element.FieldType != FieldType.String))
        {
            var what = options.Enum is null
                ? "'fold_case' is for the names of an enum, or of an enum table"
                : "an enum table can fill only an enum or a string";
            diagnostics.Add(DiagnosticCodes.TypeMismatch, (options.Enum ?? options.FoldCase)!.Position,
                $"{what}; '{element.Name}' is {element.FieldType.ToString().ToLowerInvariant()}");
            return null;
        }
        var type = element.FieldType == FieldType.Enum ? element.EnumType : null;
        if (options.Enum is not { } name)
        {
            return new EnumCodec(type!, fold);
        }
        if (tables.Find(name.Value) is not { } table)
        {
            var names = tables.Names.Count == 0 ? "the file has none" : $"there are {string.Join(", ", tables.Names)}";
            diagnostics.Add(
                DiagnosticCodes.EnumUnknown, name.Position, $"'enums' has no table '{name.Value}'; {names}",
                Nearest.Hint(name.Value, tables.Names));
            return null;
        }
        return Create(table, type, limit, fold);
    }

    private EnumTableCodec? Create(EnumTable table, EnumDescriptor? type, ValueLimit? limit, bool fold)
    {
        // Several columns may share a table; its problems are reported once.
        var isNew = _reported.Add((table, type, limit, fold));
        var (entries, targets) = (new Dictionary<string, byte[]>(), new Dictionary<string, string>());
        var isGood = true;
        foreach (var (source, target) in table.Pairs)
        {
            var key = fold ? CaseFold.Fold(source.Value) : source.Value;
            if (targets.TryGetValue(key, out var other) && other != target.Value)
            {
                isGood = false;
                if (isNew)
                {
                    diagnostics.Add(
                        DiagnosticCodes.EnumAmbiguous, source.Position,
                        $"'{source.Value}' is listed twice when case is ignored: for '{other}' and for '{target.Value}'");
                }
            }
            targets[key] = target.Value;
            if (WireOf(target, type, limit, isNew) is { } wire) entries[key] = wire;
            else isGood = false;
        }
        return isGood
            ? new EnumTableCodec(entries.Select(e => KeyValuePair.Create(Encoding.UTF8.GetBytes(e.Key), e.Value)), fold)
            : null;
    }

    private byte[]? WireOf(YamlScalar target, EnumDescriptor? type, ValueLimit? limit, bool isNew)
    {
        var writer = new RecordWriter(capacity: 32);
        if (type is null)
        {
            writer.WriteLengthDelimited(Encoding.UTF8.GetBytes(target.Value));
            var code = limit?.Check(writer.WrittenSpan, writer.Arrays) ?? RecordErrorCode.None;
            if (code == RecordErrorCode.None) return writer.WrittenSpan.ToArray();
            if (isNew)
            {
                diagnostics.Add(
                    DiagnosticCodes.TypeMismatch, target.Position,
                    $"'{target.Value}' does not fit a column that uses this table: {code.ToText()}");
            }
            return null;
        }
        if (type.FindValueByName(target.Value) is not { } value)
        {
            var names = type.Values.Select(v => v.Name).ToList();
            if (isNew)
            {
                diagnostics.Add(
                    DiagnosticCodes.EnumTarget, target.Position, $"{type.FullName} has no value '{target.Value}'",
                    Nearest.Hint(target.Value, names));
            }
            return null;
        }
        writer.WriteVarint(unchecked((ulong)value.Number));
        return writer.WrittenSpan.ToArray();
    }
}
