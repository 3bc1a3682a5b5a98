using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Options;

namespace SqsIngestor.Mapping.Tests.Language.Columns;

/// <summary>Every option that a form uses: on some message, the result differs with it and without it.</summary>
public class FormOptionEffectTests
{
    // A field that the option can act on, what the column needs besides, the option, and the JSON of a value that shows it.
    private static readonly Dictionary<string, (string Field, string Needs, string Option, string? Value)> Cases = new()
    {
        ["transform"] = ("text", "", "transform: upper", "\"a\""),
        ["as"] = ("number", "", "as: timestamp", "\"2026-01-01T00:00:00Z\""),
        ["formats"] = ("number", "as: timestamp", "formats: epoch_s", "\"1\""),
        ["zone"] = ("number", "as: timestamp", "zone: UTC", "\"2026-01-01T00:00:00\""),
        ["not_before"] = ("number", "as: timestamp", "not_before: 2027-01-01", "\"2026-01-01T00:00:00Z\""),
        ["not_after"] = ("number", "as: timestamp", "not_after: 2025-01-01", "\"2026-01-01T00:00:00Z\""),
        ["round"] = ("text", "as: \"decimal(5,1)\"", "round: down", "\"1.25\""),
        ["enum"] = ("text", "", "enum: names", "\"a\""),
        ["fold_case"] = ("text", "enum: names", "fold_case: true", "\"A\""),
        ["strict"] = ("number", "", "strict: true", "\"5\""),
        ["null_items"] = ("numbers", "", "null_items: drop", "[null]"),
        ["default"] = ("number", "", "default: 1", "null"),
        ["on_missing"] = ("number", "", "on_missing: fail", null),
        ["on_null"] = ("number", "", "on_null: fail", "null"),
        ["on_error"] = ("number", "", "on_error: to_null", "[[]]"),
    };

    public static TheoryData<string, string> Pairs()
    {
        var pairs = new TheoryData<string, string>();
        foreach (var option in ColumnOptionCatalog.All)
            foreach (var form in option.Forms) pairs.Add(form, option.Word);
        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Encode_OptionThatTheFormUses_ChangesTheResult(string form, string option)
    {
        var (field, needs, text, value) = Cases[option];
        if (form == "expr" && option == "on_missing")
        {
            // What an expression gives is missing only after a transform.
            (needs, value) = ("transform: first", "[]");
        }
        if (form is "each" or "entries" or "fields") field = form == "each" ? "numbers" : form == "entries" ? "numbered" : "part";
        // An element that does not fit follows the policies of the element.
        if (form is "each" or "entries" && option == "on_error") value = "1";
        if (form == "entries" && option == "null_items") value = "{\"1\": null}";
        var body = value is null ? "{}" : $$"""{"v":{{value}}}""";
        var source = form switch
        {
            "from" => "from: $.body.v",
            "const" => $"const: {value}",
            "concat" => "concat: [$.body.v]",
            "expr" => "expr: body.v",
            "fields" => "from: $.body.v, fields: { x: $.body.v.x }",
            "each" => "each: $.body.v, value: $.item",
            "entries" => "entries: $.body.v, value: $.value",
            _ => throw new ArgumentOutOfRangeException(nameof(form)),
        };
        string With(string more)
        {
            var keys = new[] { source, needs, more }.Where(p => p.Length > 0);
            return $"enums: {{ names: {{ a: b }} }}\ncolumns:\n  {field}: {{ {string.Join(", ", keys)} }}";
        }

        Assert.NotEqual(Outcome(With(""), body), Outcome(With(text), body));
    }

    /// <summary>The row, the error of the message, or the errors of the mapping.</summary>
    private static string Outcome(string mapping, string body)
    {
        var compilation = SilentRig.Compile(mapping);
        return compilation.Plan is { } plan
            ? SilentRig.Encode(plan, body)
            : string.Join(' ', compilation.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.Code.Id));
    }
}
