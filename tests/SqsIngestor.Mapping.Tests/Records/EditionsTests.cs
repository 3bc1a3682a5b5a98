using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Language.Explain;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Mapping.Tests.Records;

/// <summary>Descriptors of edition 2023 with every feature that a file can choose: our bytes against those of protoc.</summary>
public sealed class EditionsTests
{
    private static readonly string Folder = RepositoryFiles.PathOf("tests", "SqsIngestor.Mapping.Tests", "Protos");
    private static readonly byte[] Descriptors = Protoc.Compile(Folder, includeImports: true, "Editions/editions.proto");
    private static readonly MappingPlan Plan = PlanOf("auto: { from: $.body }\ncolumns: { required_value: { const: r } }");

    [Theory]
    [InlineData("{}", "")]
    [InlineData("""{"explicit_value":0,"implicit_value":7}""", "explicit_value: 0 implicit_value: 7")]
    [InlineData(
        """{"packed":[1,-1,300],"expanded":[1,-1,300],"fixed_expanded":[1,"18446744073709551615"]}""",
        "packed: [1, -1, 300] expanded: [1, -1, 300] fixed_expanded: [1, 18446744073709551615]")]
    [InlineData("""{"delimited":{}}""", "delimited {}")]
    [InlineData(
        """{"delimited":{"name":"ü","inner":{"inner":{"numbers":[-1,64]}}}}""",
        "delimited { name: 'ü' inner { inner { numbers: [-1, 64] } } }")]
    [InlineData(
        """{"delimited_parts":[{"name":"a"},{},{"left":"l"}],"prefixed":{"inner":{"right":"-5"}}}""",
        "delimited_parts { name: 'a' } delimited_parts {} delimited_parts { left: 'l' } prefixed { inner { right: -5 } }")]
    [InlineData(
        """{"open":"OPEN_ONE","closed":"CLOSED_ONE","closed_list":["CLOSED_ONE",5,"CLOSED_FIVE"]}""",
        "open: OPEN_ONE closed: CLOSED_ONE closed_list: [CLOSED_ONE, CLOSED_FIVE, CLOSED_FIVE]")]
    [InlineData(
        """{"by_name":{"a":{"inner":{}},"b":{}},"closed_by_number":{"-1":"FLAG_ON","2":"FLAG_OFF"}}""",
        "by_name { key: 'a' value { inner {} } } by_name { key: 'b' value {} } closed_by_number { key: -1 value: FLAG_ON } " +
        "closed_by_number { key: 2 value: FLAG_OFF }")]
    [InlineData("""{"part":{"name":"x"}}""", "part { name: 'x' }")]
    [InlineData("""{"number":-2}""", "number: -2")]
    [InlineData("""{"text":"","part":null}""", "text: ''")]
    [InlineData("""{"unchecked":"ü","with_default":"d"}""", "unchecked: 'ü' with_default: 'd'")]
    public void Encode_EveryFeature_GivesTheBytesOfProtoc(string json, string text)
    {
        var (rows, error) = TestEncoding.Body(Plan, json);

        Assert.Null(error);
        Assert.Equal(
            Protoc.Encode(Folder, "Editions/editions.proto", "tests.editions.Row", "required_value: 'r' " + text),
            Assert.Single(rows));
        Assert.NotEmpty(new RecordInspector(Plan, Plan.Targets[0]).ToAnnotatedHex(rows[0]));
    }

    [Theory]
    [InlineData("""{"open":7}""", "enum_value in column 'open' of main.raw.test at /body/open")]
    [InlineData("""{"closed":7}""", "enum_value in column 'closed' of main.raw.test at /body/closed")]
    [InlineData("""{"closed_list":[1,0]}""", "enum_value in column 'closed_list' of main.raw.test at /body/closed_list/1")]
    [InlineData("""{"unchecked":"\ud800"}""", "text_encoding in column 'unchecked' of main.raw.test at /body/unchecked")]
    [InlineData(
        """{"prefixed":{"left":"l","right":1}}""",
        "oneof_conflict in column 'prefixed.right' of main.raw.test at /body/prefixed/right")]
    [InlineData("""{"number":1,"text":"x"}""", "oneof_conflict in column 'number' of main.raw.test at /body/number")]
    public void Encode_WhatDoesNotFit_IsARecordError(string json, string error) =>
        Assert.Equal(error, TestEncoding.Body(Plan, json).Error?.ToString());

    [Fact]
    public void Encode_StructOfADelimitedField_IsAGroup()
    {
        var plan = PlanOf("""
            columns:
              required_value: { const: r }
              delimited: { fields: { name: $.body.a, inner: { from: $.body.b, fields: { name: $.body.b.c } } } }
              delimited_parts: { each: $.body.d, fields: { name: $.item } }
            """);

        var (rows, error) = TestEncoding.Body(plan, """{"a":"x","b":{"c":"y"},"d":["1","2"]}""");

        Assert.Null(error);
        Assert.Equal(
            Protoc.Encode(
                Folder, "Editions/editions.proto", "tests.editions.Row",
                "required_value: 'r' delimited { name: 'x' inner { name: 'y' } } delimited_parts { name: '1' } delimited_parts " +
                "{ name: '2' }"),
            Assert.Single(rows));
    }

    [Fact]
    public void Compile_RequiredByFeature_MustBeMapped()
    {
        var compilation = TestPlans.Compile(
            "version: 1\ndescriptor: editions.binpb\nmessage: tests.editions.Row\n" +
                "auto: { from: $.body }\ncolumns: {}\nignore: [required_value]\n",
            Descriptors);

        Assert.Equal(
            "MAP404",
            Assert.Single(
                compilation.Diagnostics, d => d.Severity == SqsIngestor.Mapping.Diagnostics.DiagnosticSeverity.Error).Code.Id);
        Assert.Equal(
            "MAP406",
            Assert.Single(
                compilation.Diagnostics, d => d.Severity == SqsIngestor.Mapping.Diagnostics.DiagnosticSeverity.Warning).Code.Id);
    }

    private static MappingPlan PlanOf(string mapping)
    {
        var fields = "explicit_value implicit_value packed expanded prefixed open closed by_name text part number unchecked " +
            "closed_list closed_by_number with_default fixed_expanded";
        var ignore = mapping.Contains("auto:", StringComparison.Ordinal) ? "" : $"ignore: [{fields.Replace(' ', ',')}]\n";
        return TestPlans.Plan(
            $"version: 1\ndescriptor: editions.binpb\nmessage: tests.editions.Row\n{mapping}\n{ignore}", Descriptors);
    }
}
