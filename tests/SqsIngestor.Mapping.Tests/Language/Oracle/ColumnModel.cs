namespace SqsIngestor.Mapping.Tests.Language.Oracle;

/// <summary>The type of one value.</summary>
internal enum FieldKind
{
    Text,
    Integer,
    Small,
    Bool,
    Double,
    Struct,
}

/// <summary>A field of a table, and the column that fills it.</summary>
internal sealed record FieldModel(string Name, int Number, FieldKind Kind)
{
    public bool IsRequired { get; init; }

    public bool IsList { get; init; }

    public bool IsMap { get; init; }

    public bool HasIntegerKeys { get; init; }

    /// <summary>The json_name; null for the one that follows from the name.</summary>
    public string? JsonName { get; init; }

    /// <summary>The Delta type of a value, as comments say it; empty if none does, and for a STRUCT.</summary>
    public string Type { get; init; } = "";

    /// <summary>The same of the keys of a MAP.</summary>
    public string KeyType { get; init; } = "";

    /// <summary>The comments say that an ARRAY or MAP is NOT NULL.</summary>
    public bool IsNotNull { get; init; }

    /// <summary>The comment after the field names its type, and those of the fields below it.</summary>
    public bool HasComment { get; init; }

    /// <summary>Its comment or that of a field around it names its type.</summary>
    public bool IsKnown { get; init; }

    /// <summary>A row must have a value.</summary>
    public bool NeedsValue => IsRequired || IsNotNull;

    /// <summary>Of a STRUCT.</summary>
    public IReadOnlyList<FieldModel> Fields { get; init; } = [];

    /// <summary>Null for a field that a STRUCT fills by name, and for one that is ignored.</summary>
    public ColumnModel? Column { get; init; }

    /// <summary><c>auto</c> fills it, so the file does not name it.</summary>
    public bool IsAuto { get; init; }

    /// <summary>A member of the only oneof of its message.</summary>
    public bool IsChoice { get; init; }

    /// <summary>The field and those below it, a line each, for a failed test.</summary>
    public string Outline(string indent = "")
    {
        var words = new[]
        {
            IsRequired ? "required" : "", IsNotNull ? "NOT NULL" : "", IsList ? "list" : "",
            IsMap ? $"map of {(HasIntegerKeys ? "int32" : "string")} {KeyType}" : "", IsChoice ? "oneof" : "",
            HasComment ? "comment" : "", Kind.ToString(), Type,
        };
        return $"{indent}{Name} ({JsonName}) {string.Join(' ', words.Where(w => w.Length > 0))}\n"
            + string.Concat(Fields.Select(f => f.Outline(indent + "  ")));
    }

    public FieldModel Single =>
        this with { IsList = false, IsMap = false, IsRequired = false, IsNotNull = false, IsChoice = false };

    /// <summary>The keys of a MAP as a field.</summary>
    public FieldModel KeyField => new("key", 1, HasIntegerKeys ? FieldKind.Small : FieldKind.Text) { Type = KeyType };
}

/// <summary>A path of a mapping.</summary>
internal sealed record PathModel(string Root, params (string? Name, int Index)[] Steps)
{
    /// <summary>How many of the steps lead to the object of <c>auto</c>; negative without <c>auto</c>.</summary>
    public int AutoSteps { get; init; } = -1;

    public string Text =>
        $"$.{Root}" + string.Concat(Steps.Select(s => s.Name is null ? $"[{s.Index}]" : $"[\"{Escape(s.Name)}\"]"));

    /// <summary>In an expression, which has members only.</summary>
    public string InExpression => Root + string.Concat(Steps.Select(s => "." + s.Name));

    public PathModel Then(string? name, int index) => this with { Steps = [.. Steps, (name, index)] };

    private static string Escape(string name) => name.Replace("\"", "\\u0022", StringComparison.Ordinal);

    public bool IsBelow(PathModel other) =>
        Root == other.Root && Steps.Length > other.Steps.Length && Steps.Take(other.Steps.Length).SequenceEqual(other.Steps);
}

/// <summary>A column as written.</summary>
internal sealed record ColumnModel(string Form)
{
    /// <summary>Those of <c>from</c>; the one of <c>each</c>, <c>entries</c> and <c>expr</c>; the presence test.</summary>
    public IReadOnlyList<PathModel> Paths { get; init; } = [];

    public IReadOnlyList<(PathModel? Path, string Literal)> Parts { get; init; } = [];

    public string Constant { get; init; } = "";

    /// <summary>The expression asks first whether its path exists.</summary>
    public bool Asks { get; init; }

    public IReadOnlyList<FieldModel>? Fields { get; init; }

    public ColumnModel? Key { get; init; }

    public ColumnModel? Element { get; init; }

    public IReadOnlyList<string> Transforms { get; init; } = [];

    public string? As { get; init; }

    /// <summary>Of a time.</summary>
    public string Formats { get; init; } = "epoch_s";

    /// <summary>
    /// A field of <c>auto</c>: its paths are the names of one member, and values have the meaning of their types.
    /// </summary>
    public bool IsAuto { get; init; }

    public string? Enum { get; init; }

    public string? Default { get; init; }

    public string? OnMissing { get; init; }

    public string? OnNull { get; init; }

    public string? OnError { get; init; }

    public string NullItems { get; init; } = "fail";

    public bool IsStrict { get; init; }

    /// <summary>The paths that the column reads, and those that the columns below it read.</summary>
    public IEnumerable<PathModel> Reads => Own.Concat(OfElement.Where(p => p.Root != Binds));

    /// <summary>The paths that its key, fields and elements read.</summary>
    public IEnumerable<PathModel> OfElement => (Key?.Reads ?? []).Concat(Inner);

    /// <summary>The name of its elements.</summary>
    public string? Binds => Form == "each" ? "item" : Form == "entries" ? "value" : null;

    private IEnumerable<PathModel> Own => Form switch
    {
        "from" or "each" or "entries" => Paths,
        "concat" => Parts.Select(p => p.Path).OfType<PathModel>(),
        _ => [],
    };

    /// <summary>The paths that the columns of its elements or fields read.</summary>
    public IEnumerable<PathModel> Inner =>
        (Fields ?? []).SelectMany(f => f.Column?.Reads ?? []).Concat(Element?.Reads ?? []);

    public override string ToString() => $"{{ {string.Join(", ", Keys)} }}";

    private IEnumerable<string> Keys
    {
        get
        {
            switch (Form)
            {
                case "from" when Paths.Count > 1:
                    yield return $"from: [{string.Join(", ", Paths.Select(p => Quote(p.Text)))}]";
                    break;
                case "from" or "each" or "entries":
                    yield return $"{Form}: {Quote(Paths[0].Text)}";
                    break;
                case "const":
                    yield return $"const: {Constant}";
                    break;
                case "concat":
                    yield return $"concat: [{string.Join(", ", Parts.Select(p => Quote(p.Path?.Text ?? p.Literal)))}]";
                    break;
                case "expr":
                    var path = Paths[0].InExpression;
                    yield return $"expr: {Quote(Asks ? $"has({path}) ? {path} : dyn('none')".Replace("'", "''") : path)}";
                    break;
                case "fields" when Paths.Count > 0:
                    yield return $"from: {Quote(Paths[0].Text)}";
                    break;
            }
            if (Fields is not null)
                yield return $"fields: {{ {string.Join(", ", Fields.Select(f => $"{f.Name}: {f.Column}"))} }}";
            if (Key is not null) yield return $"key: {Key}";
            if (Element is not null) yield return $"value: {Element}";
            if (Transforms.Count > 0) yield return $"transform: [{string.Join(", ", Transforms)}]";
            if (As is not null) yield return $"as: \"{As}\"";
            if (As is "timestamp" or "timestamp_ntz" or "date") yield return $"formats: {Formats}";
            if (Enum is not null) yield return $"enum: {Enum}";
            if (IsStrict) yield return "strict: true";
            if (NullItems != "fail") yield return $"null_items: {NullItems}";
            if (Default is not null) yield return $"default: {Default}";
            if (OnMissing is not null) yield return $"on_missing: {OnMissing}";
            if (OnNull is not null) yield return $"on_null: {OnNull}";
            if (OnError is not null) yield return $"on_error: {OnError}";
        }
    }

    private static string Quote(string text) => $"'{text}'";
}

/// <summary>A mapping of one table.</summary>
internal sealed record MappingModel(IReadOnlyList<FieldModel> Fields)
{
    public string? DefaultOnMissing { get; init; }

    public string? DefaultOnNull { get; init; }

    public string? DefaultOnError { get; init; }

    /// <summary>The array of <c>explode</c>, without its wildcard; null without one.</summary>
    public PathModel? Explode { get; init; }

    public string Empty { get; init; } = "skip";

    public string Absent { get; init; } = "fail";

    /// <summary>The member of the body that a message must have; null without <c>when</c>.</summary>
    public string? When { get; init; }

    /// <summary>The object that fills the fields of <c>auto</c>; null without it.</summary>
    public PathModel? Auto { get; init; }

    /// <summary>Members have the names of fields in camel case.</summary>
    public bool IsCamel { get; init; }

    /// <summary>The scopes of the rescued column; none without one.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    public IReadOnlyList<PathModel> Excluded { get; init; } = [];

    /// <summary>The values of the enum table <c>words</c>.</summary>
    public static IReadOnlyDictionary<string, string> Words { get; } =
        new Dictionary<string, string> { ["7000000"] = "seven", ["7000001"] = "one", ["7000002"] = "one", ["true"] = "yes" };

    public IEnumerable<PathModel> Reads =>
        Fields.SelectMany(f => f.Column?.Reads ?? []).Concat(Explode is null ? [] : [Explode]);

    /// <summary>A place in the element of <c>explode</c>, from the element on: the rest of its scope has it so.</summary>
    public string InLine(string place)
    {
        if (Explode is null) return place;
        var array = $"/body{string.Concat(Explode.Steps.Select(s => "/" + s.Name))}/";
        if (!place.StartsWith(array, StringComparison.Ordinal)) return place;
        var below = place[array.Length..].TrimStart('0', '1', '2', '3');
        return below.Length > 0 && below[0] is '/' or ' ' ? "/line" + below : place;
    }

    public override string ToString()
    {
        var text = new System.Text.StringBuilder("version: 1\ndescriptor: random.binpb\nmessage: table_random\n");
        text.Append("enums: { words: { \"7000000\": seven, \"7000001\": one, \"7000002\": one, true: \"yes\" } }\n");
        var defaults = new[] { ("on_missing", DefaultOnMissing), ("on_null", DefaultOnNull), ("on_error", DefaultOnError) }
            .Where(d => d.Item2 is not null)
            .Select(d => $"{d.Item1}: {d.Item2}")
            .ToList();
        if (defaults.Count > 0) text.Append($"defaults: {{ {string.Join(", ", defaults)} }}\n");
        if (When is not null) text.Append($"when: has(body.{When})\n");
        if (Explode is not null)
            text.Append($"explode: {{ path: '{Explode.Text}[*]', as: line, max_rows: 100, empty: {Empty}, absent: {Absent} }}\n");
        if (Auto is not null) text.Append($"auto: {{ from: '{Auto.Text}'{(IsCamel ? ", names: snake_to_camel" : "")} }}\n");
        text.Append("columns:\n");
        foreach (var field in Fields.Where(f => f is { IsAuto: false, Column: not null }))
            text.Append($"  {field.Name}: {field.Column}\n");
        if (Scopes.Count > 0)
        {
            var paths = string.Join(", ", Excluded.Select(e => $"'{e.Text}'"));
            var exclude = Excluded.Count == 0 ? "" : $", exclude: [{paths}]";
            text.Append($"  rest: {{ rescued: {{ scope: [{string.Join(", ", Scopes)}]{exclude} }} }}\n");
        }
        var ignored = Fields.Where(f => f.Column is null).Select(f => f.Name).ToList();
        if (ignored.Count > 0) text.Append($"ignore: [{string.Join(", ", ignored)}]\n");
        return text.ToString();
    }
}
