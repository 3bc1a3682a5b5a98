using System.Diagnostics;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Options;
using SqsIngestor.Mapping.Language.Scopes;
using SqsIngestor.Mapping.Paths;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Columns;

/// <summary>Reads columns, and the values below <c>fields</c>, <c>each</c> and <c>entries</c>.</summary>
internal sealed class ColumnReader(DiagnosticBag diagnostics)
{
    public IReadOnlyList<ColumnSyntax> ReadColumns(YamlNode? node, string what)
    {
        if (node is null) return [];
        if (node is not YamlMapping mapping)
        {
            diagnostics.Add(
                DiagnosticCodes.WrongKind, node.Position, $"{what} must be a mapping of names to sources, not {node.KindName}");
            return [];
        }
        var columns = new List<ColumnSyntax>();
        foreach (var (name, value) in mapping.Entries)
        {
            columns.Add(new(name, ReadBody(value)));
        }
        return columns;
    }

    private ColumnBody? ReadBody(YamlNode node)
    {
        if (node is YamlScalar scalar)
        {
            return ReadPath(scalar) is { } path ? new(new PathSourceSyntax([path], path.Position), ColumnOptions.None) : null;
        }
        if (KeyReader.Open(node, "a column", diagnostics) is not { } keys) return null;
        var source = ReadSource(keys, node, out var form);
        CheckOptions(keys, form);
        var options = ColumnOptionsReader.Read(keys);
        keys.Finish("a column");
        if (options.Policies is { Default: not null, OnMissing: not null, OnNull: not null })
        {
            diagnostics.Add(
                DiagnosticCodes.Idle, keys.PositionOf(ColumnOptionCatalog.Default.Word)!.Value,
                "'default' is never used, because 'on_missing' and 'on_null' say what happens");
        }
        return source is null ? null : new(source, options);
    }

    // The catalog says which option each form uses.
    private void CheckOptions(KeyReader keys, ColumnForm? form)
    {
        if (form is null) return;
        foreach (var option in ColumnOptionCatalog.All)
        {
            if (keys.PositionOf(option.Word) is not { } position) continue;
            if (!option.Forms.Contains(form.Word))
            {
                diagnostics.Add(
                    DiagnosticCodes.OptionOutOfPlace, position, $"'{option.Word}' does nothing in a column with '{form.Word}'",
                    form.Options.Count == 0
                        ? $"a column with '{form.Word}' has no options"
                        : $"the options of '{form.Word}': {string.Join(", ", form.Options.Select(static o => o.Word))}");
            }
            else if (form.Word == "fields" && option == ColumnOptionCatalog.OnError && keys.PositionOf("from") is null)
            {
                diagnostics.Add(
                    DiagnosticCodes.OptionOutOfPlace, position, "'on_error' does nothing in a column with 'fields' but no 'from'",
                    "set on_error of the fields, or add from: the path of the object");
            }
            else if (keys.Peek(option.Word) is YamlSequence { Items.Count: 0 })
            {
                diagnostics.Add(DiagnosticCodes.Idle, position, $"'{option.Word}' is an empty list");
            }
        }
    }

    private ColumnSourceSyntax? ReadSource(KeyReader keys, YamlNode node, out ColumnForm? form)
    {
        form = null;
        var given = ColumnFormCatalog.Words.Where(keys.Has).ToList();
        // from: with fields: tests presence; fields: with each: or entries: fills the element.
        var companion = given is ["from", "fields"] ? "from" : given is ["fields", "each" or "entries"] ? "fields" : "";
        var main = given.Where(key => key != companion).ToList();
        if (main.Count != 1)
        {
            var found = given.Count == 0 ? "none" : string.Join(" and ", given);
            diagnostics.Add(
                DiagnosticCodes.OneSource, node.Position, $"a column must have exactly one source; found {found}",
                $"one of {string.Join(", ", ColumnFormCatalog.Words)}");
            foreach (var key in given) keys.Take(key);
            return null;
        }
        form = ColumnFormCatalog.All.First(known => known.Word == main[0]);
        switch (main[0])
        {
            case "from":
                return ReadFrom(keys, node.Position);
            case "const":
                return keys.TakeScalar("const") is { } value ? new ConstSourceSyntax(value) : null;
            case "fields":
                var presence = keys.TakeScalar("from") is { } from ? ReadPath(from) : null;
                return new FieldsSourceSyntax(ReadColumns(keys.Take("fields"), "'fields'"), presence, node.Position);
            case "each":
                var array = ReadPathOf(keys, "each");
                var element = ReadElement(keys, node, "each");
                return array is null || element is null ? null : new EachSourceSyntax(array, element, node.Position);
            case "entries":
                var members = ReadPathOf(keys, "entries");
                var name = keys.Take("key") is { } key ? ReadBody(key) : null;
                var entry = ReadElement(keys, node, "entries");
                return members is null || entry is null ? null : new EntriesSourceSyntax(members, name, entry, node.Position);
            case "concat":
                return ReadConcat(keys, node.Position);
            case "expr":
                return keys.TakeCall("expr", DiagnosticCodes.ExpressionInvalid) is { } text
                    ? new ExpressionSourceSyntax(text)
                    : null;
            case "rescued":
                return ReadRescued(keys.Take("rescued")!);
            default:
                throw new UnreachableException();
        }
    }

    private ConcatSourceSyntax? ReadConcat(KeyReader keys, TextPosition position)
    {
        if (RefuseEmpty(keys, "concat", "parts", "a list of paths and literals")) return null;
        var parts = keys.TakeScalars("concat");
        foreach (var part in parts.Where(part => part.IsNull))
        {
            diagnostics.Add(
                DiagnosticCodes.WrongValue, part.Position, "a part of 'concat' is null, so the column would always be NULL",
                part.Value.Length == 0 ? "remove it" : $"remove it, or write \"{part.Value}\" for the text");
        }
        return parts.Count == 0 || parts.Any(part => part.IsNull)
            ? null
            : new([.. parts.Select(part => (part.Value.StartsWith('$') ? ReadPath(part) : null, part))], position);
    }

    /// <summary>Refuses and takes a source that is an empty list; other wrong values are reported where they are read.</summary>
    private bool RefuseEmpty(KeyReader keys, string word, string what, string hint)
    {
        if (keys.Peek(word) is not YamlSequence { Items.Count: 0 } list) return false;
        keys.Take(word);
        diagnostics.Add(DiagnosticCodes.WrongValue, list.Position, $"'{word}' has no {what}", hint);
        return true;
    }

    private RescuedSourceSyntax? ReadRescued(YamlNode node)
    {
        if (KeyReader.Open(node, "'rescued'", diagnostics) is not { } keys) return null;
        var scopes = keys.TakeScalars("scope");
        if (keys.Peek("exclude") is YamlSequence { Items.Count: 0 } none)
            diagnostics.Add(DiagnosticCodes.Idle, none.Position, "'exclude' is an empty list");
        var excluded = keys.TakeScalars("exclude").Select(ReadPath).OfType<SourcePath>().ToList();
        keys.Finish("'rescued'");
        if (scopes.Count == 0)
        {
            diagnostics.Add(DiagnosticCodes.MissingKey, node.Position, "the key 'scope' is missing", "scope: [body]");
        }
        return scopes.Count == 0 ? null : new(scopes, excluded, node.Position);
    }

    private PathSourceSyntax? ReadFrom(KeyReader keys, TextPosition position)
    {
        if (RefuseEmpty(keys, "from", "paths", "a path, or a list of paths")) return null;
        var paths = keys.TakeScalars("from").Select(ReadPath).OfType<SourcePath>().ToList();
        var seen = new HashSet<string>();
        foreach (var path in paths.Where(path => !seen.Add(path.ToPointer())))
            diagnostics.Add(DiagnosticCodes.Idle, path.Position, $"'{path.Text}' is listed twice");
        return paths.Count == 0 ? null : new(paths, position);
    }

    private ColumnBody? ReadElement(KeyReader keys, YamlNode node, string form)
    {
        var (fields, value) = (keys.Take("fields"), keys.Take("value"));
        if (fields is null == value is null)
        {
            diagnostics.Add(DiagnosticCodes.OneSource, node.Position, $"'{form}' needs either 'fields' or 'value'");
            return null;
        }
        // An entry of a map has its own field; an element of an array shares the array's.
        if (value is not null)
        {
            return ReadBody(value) is { } body ? body with { Options = body.Options with { IsElement = form == "each" } } : null;
        }
        return new(
            new FieldsSourceSyntax(ReadColumns(fields, "'fields'"), null, fields!.Position), new()
            {
                IsElement = form == "each",
            });
    }

    private SourcePath? ReadPathOf(KeyReader keys, string key) => keys.TakeScalar(key) is { } scalar ? ReadPath(scalar) : null;

    public SourcePath? ReadPath(YamlScalar scalar)
    {
        // A variable that is not set has already been reported; $${ in the file is ${ in a name.
        if (scalar.Value.Contains("${", StringComparison.Ordinal) && diagnostics.HasErrorAt(scalar.Position)) return null;
        if (!scalar.Value.StartsWith('$'))
        {
            diagnostics.Add(
                DiagnosticCodes.PathInvalid, scalar.Position, "a path must start with $",
                LooksLikePath(scalar.Value) ? $"$.{scalar.Value}" : $"write {{ const: {scalar.Value} }} for a constant");
            return null;
        }
        var path = PathParser.Parse(scalar.Value, scalar.Slice, diagnostics);
        if (path is not { EndsWithWildcard: true }) return path;
        diagnostics.Add(DiagnosticCodes.PathInvalid, path.Position, "a wildcard is allowed only at the end of explode.path");
        return null;
    }

    /// <summary>Whether a text is a path but for the <c>$.</c> before it: a start of paths, and a step.</summary>
    private static bool LooksLikePath(string text) =>
        text.IndexOfAny(['.', '[']) is > 0 and var end
        && PathRoot.Names.Concat([CompileScope.Item, CompileScope.Key, CompileScope.Value]).Contains(text[..end]);
}
