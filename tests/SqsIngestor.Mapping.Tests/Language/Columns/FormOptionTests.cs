using System.Text;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Language.Columns;
using SqsIngestor.Mapping.Language.Options;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Mapping.Tests.Language.Columns;

/// <summary>Every option on every form: the form uses it, as the reference page says, or the compiler refuses it.</summary>
public sealed class FormOptionTests
{
    private static readonly byte[] Descriptors = Protoc.Compile(
        RepositoryFiles.PathOf("tests", "SqsIngestor.Mapping.Tests", "Protos"), includeImports: true, "language.proto");

    // A column of each form, and an option value of the right kind.
    private static readonly Dictionary<string, (string Column, string Source)> Columns = new()
    {
        ["from"] = ("number", "from: $.body.v"),
        ["const"] = ("number", "const: 1"),
        ["concat"] = ("text", "concat: [$.body.v]"),
        ["expr"] = ("number", "expr: body.v"),
        ["fields"] = ("nested", "fields: { text: $.body.v }"),
        ["each"] = ("tag_list", "each: $.body.v, value: $.item"),
        ["entries"] = ("tags", "entries: $.body.v, value: $.value"),
        ["rescued"] = ("text", "rescued: { scope: [body] }"),
    };

    private static readonly Dictionary<string, string> Values = new()
    {
        ["transform"] = "[to_string]",
        ["as"] = "timestamp",
        ["formats"] = "[epoch_s]",
        ["zone"] = "UTC",
        ["not_before"] = "2000-01-01",
        ["not_after"] = "2100-01-01",
        ["round"] = "down",
        ["enum"] = "names",
        ["fold_case"] = "true",
        ["strict"] = "true",
        ["null_items"] = "drop",
        ["default"] = "1",
        ["on_missing"] = "fail",
        ["on_null"] = "fail",
        ["on_error"] = "fail",
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
    public void Compile_OptionThatTheFormDoesNotUse_IsRefused(string form, string option)
    {
        var uses = ColumnOptionCatalog.All.Single(known => known.Word == option).Forms.Contains(form);

        var (column, source) = Columns[form];
        var yaml =
            "version: 1\ndescriptor: rows.binpb\nmessage: tests.language.Row\ntable: a.b.c\nenums: { names: { a: b } }\n"
            + $"columns:\n  {column}: {{ {source}, {option}: {Values[option]} }}\n";
        var (_, diagnostics) = MappingCompiler.Compile(
            Encoding.UTF8.GetBytes(yaml), "mapping.yaml", new() { Descriptors = name => new DescriptorFile(name, Descriptors) });

        var refused = diagnostics.Where(found =>
            found.Code == DiagnosticCodes.OptionOutOfPlace
            && found.Message.Contains($"'{option}' does nothing in a column with '{form}'", StringComparison.Ordinal));
        Assert.Equal(uses ? 0 : 1, refused.Count());
    }
}
