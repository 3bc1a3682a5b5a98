using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Columns;
using SqsIngestor.Mapping.Language.Options;

namespace SqsIngestor.Mapping.Tests.Language.Columns;

/// <summary>Every option on every form: it makes a difference there, or the compiler refuses it.</summary>
public sealed class FormOptionTests
{
    private const string Time = "\"2026-03-01T12:00:00Z\"";
    private static readonly string[] SingleValues = ["from", "const", "concat", "expr"];
    private static readonly string[] Values = ["from", "concat", "expr"];

    // By hand, not from the catalog: an option, the forms that use it, and a value of which it changes what becomes.
    private static readonly Effect[] Effects =
    [
        new("transform: upper", SingleValues, "string_value", "\"x\""),
        new("as: uuid", SingleValues, "string_value", "\"0123ABCD-4567-89EF-FEDC-BA9876543210\""),
        new("formats: [epoch_s]", SingleValues, "int64_value", "\"5\"", "as: timestamp"),
        new("zone: \"+01:00\"", SingleValues, "int64_value", Time, "as: timestamp_ntz"),
        new("not_before: 2100-01-01", SingleValues, "int64_value", Time, "as: timestamp"),
        new("not_after: 2000-01-01", SingleValues, "int64_value", Time, "as: timestamp"),
        new("round: down", SingleValues, "string_value", "\"1.25\"", "as: \"decimal(5,1)\""),
        new("enum: names", SingleValues, "string_value", "\"a\""),
        new("fold_case: true", SingleValues, "string_value", "\"A\"", "enum: names"),
        new("strict: true", SingleValues, "int64_value", "\"1\""),
        new("null_items: drop", ["from", "expr", "each"], "strings", "[null]"),
        new("null_items: drop", ["entries"], "by_number", """{"1":null}"""),
        new("default: d", Values, "string_value", "null"),
        new("on_missing: fail", ["from", "concat"], "string_value", ""),
        // An expression has a value or an error; a transform can give none.
        new("on_missing: fail", ["expr"], "string_value", "[]", "transform: first"),
        new("on_missing: fail", ["each"], "strings", ""),
        new("on_missing: fail", ["entries"], "by_number", ""),
        new("on_null: fail", Values, "string_value", "null"),
        new("on_null: fail", ["each"], "strings", "null"),
        new("on_null: fail", ["entries"], "by_number", "null"),
        new("on_error: to_null", Values, "int64_value", "\"x\""),
        new("on_error: to_null", ["each"], "strings", "{}"),
        new("on_error: to_null", ["entries"], "by_number", "[]"),
        new("on_error: to_null", ["fields"], "node", "1"),
    ];

    // An option of the right kind where it is refused.
    private static readonly Dictionary<string, (string Column, string Source)> Refusing = new()
    {
        ["from"] = ("int64_value", "from: $.body.v"),
        ["const"] = ("int64_value", "const: 1"),
        ["concat"] = ("string_value", "concat: [$.body.v]"),
        ["expr"] = ("int64_value", "expr: body.v"),
        ["fields"] = ("node", "fields: { name: $.body.v }"),
        ["each"] = ("strings", "each: $.body.v, value: $.item"),
        ["entries"] = ("by_number", "entries: $.body.v, value: $.value"),
        ["rescued"] = ("string_value", "rescued: { scope: [body] }"),
    };

    public static TheoryData<string, string> Pairs()
    {
        var pairs = new TheoryData<string, string>();
        foreach (var form in ColumnFormCatalog.All)
            foreach (var option in ColumnOptionCatalog.All) pairs.Add(form.Word, option.Word);
        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Option_OnAForm_MakesADifferenceOrIsRefused(string form, string option)
    {
        var known = ColumnOptionCatalog.All.Single(row => row.Word == option);
        if (Effects.SingleOrDefault(e => e.Word == option && e.Forms.Contains(form)) is { } effect)
        {
            Assert.Contains(form, known.Forms);
            var source = effect.Source(form);
            var with = Outcome(effect.Column, $"{source}, {effect.Option}", effect.Value);
            Assert.DoesNotContain(DiagnosticCodes.OptionOutOfPlace.Id, with, StringComparison.Ordinal);
            Assert.NotEqual(Outcome(effect.Column, source, effect.Value), with);
            return;
        }
        Assert.DoesNotContain(form, known.Forms);
        var (column, refusing) = Refusing[form];
        var example = Effects.First(e => e.Word == option).Option;
        Assert.Contains(
            $"'{option}' does nothing in a column with '{form}'", Outcome(column, $"{refusing}, {example}", ""),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("string_value", "as: uuid, strict: true")]
    [InlineData("string_value", "as: json, strict: true")]
    [InlineData("string_value", "as: variant, strict: true")]
    [InlineData("int64_value", "as: timestamp, strict: true")]
    [InlineData("int64_value", "as: timestamp, formats: [rfc3339, yyyy-MM-dd], zone: UTC, strict: true")]
    public void Strict_WithoutNumbers_IsRefused(string column, string options) =>
        Assert.Contains(
            "'strict' has no effect here", OneColumn.Diagnose(column, $"{{ from: $.body.v, {options} }}"),
            StringComparison.Ordinal);

    /// <summary>What the compiler reports, the row in base64, or the error of the message.</summary>
    private static string Outcome(string column, string source, string value)
    {
        const string Enums = "enums: { names: { a: b } }";
        var compilation = OneColumn.Compile(column, $"{{ {source} }}", Enums);
        // Without the places of the diagnostics, which differ anyway.
        if (compilation.Plan is not { } plan)
            return string.Join('\n', compilation.Diagnostics.Select(found => $"{found.Code.Id} {found.Message}"));
        var (rows, error) = TestEncoding.Body(plan, value.Length == 0 ? "{}" : $$"""{"v":{{value}}}""");
        return error?.ToString() ?? string.Join('\n', rows.Select(Convert.ToBase64String));
    }

    /// <param name="Option">The option, as written.</param>
    /// <param name="Forms">The forms that use it.</param>
    /// <param name="Column">A column of <see cref="Protos.EveryType"/>.</param>
    /// <param name="Value">The member v of the body, or the constant, as JSON; empty for none.</param>
    /// <param name="Base">Options that the column has in both cases.</param>
    private sealed record Effect(string Option, string[] Forms, string Column, string Value, string Base = "")
    {
        public string Word => Option[..Option.IndexOf(':', StringComparison.Ordinal)];

        public string Source(string form)
        {
            var source = form switch
            {
                "const" => $"const: {Value}",
                "fields" => "from: $.body.v, fields: { name: $.body.v.name }",
                _ => Refusing[form].Source,
            };
            return Base.Length == 0 ? source : $"{source}, {Base}";
        }
    }
}
