using SqsIngestor.Tests.Shared;
using static SqsIngestor.Mapping.Tests.SilentRig;

namespace SqsIngestor.Mapping.Tests.Language.Payloads;

/// <summary>Columns from payloads whose values are texts: csv, logfmt, xml.</summary>
public class TextPayloadColumnTests
{
    private static readonly byte[] Flags = Protoc.Compile(
        RepositoryFiles.PathOf("tests", "SqsIngestor.Mapping.Tests", "Protos"), includeImports: true, "flags.proto");

    private const string Csv = "payload: { decode: csv }\ncolumns:\n  text: $.body.name\n  number: $.body.n";

    private const string Logfmt = "payload: { decode: logfmt }\ncolumns:\n  text: $.body.name\n  number: $.body.n";

    [Theory]
    [InlineData("name,n\na,1\n", """{"text":"a","number":1}""")]
    [InlineData("name,n\n,\n", "{}")]
    [InlineData("name,n\n\"\",1\n", """{"text":"","number":1}""")]
    [InlineData("name,other\na,1\n", """{"text":"a"}""")]
    public void Csv_OfColumns_HasTheirNamesAndNullForNothing(string body, string expected) =>
        Assert.Equal(expected, Encode(Csv, body));

    [Theory]
    [InlineData("name;n\na;1\n")]
    [InlineData("a,1\nb,2\n")]
    public void Csv_WithoutANameThatTheMappingReads_IsNotTaken(string body) => Assert.Equal(
        "in the step csv: the header has no name that the mapping reads: check 'delimiter', or set 'names' without a header",
        TestEncoding.Body(Plan(Csv), body).Error!.Detail);

    [Theory]
    [InlineData("when: has(body.name)\nunrouted: drop\n" + Csv, "unrouted")]
    [InlineData("payload: { decode: csv }\ncolumns:\n  texts: { entries: $.body, value: $.value }",
        """{"texts":{"other":"1"}}""")]
    public void Csv_OfWhichAMessageMayHaveNothing_IsNotCompared(string mapping, string expected) =>
        Assert.StartsWith(expected, Encode(mapping, "other\n1\n"), StringComparison.Ordinal);

    [Theory]
    [InlineData("Server started OK")]
    [InlineData("level=info other=1\nServer started OK\n")]
    public void Logfmt_WithoutAKeyThatTheMappingReads_IsNotTaken(string body) => Assert.Equal(
        "in the step logfmt: no line has a key that the mapping reads", TestEncoding.Body(Plan(Logfmt), body).Error!.Detail);

    [Theory]
    [InlineData(Logfmt, "name=a n=1", """{"text":"a","number":1}""")]
    [InlineData(Logfmt, "other=1 name=", """{"text":""}""")]
    [InlineData("when: has(body.name)\nunrouted: drop\n" + Logfmt, "Server started OK", "unrouted")]
    [InlineData("payload: { decode: logfmt }\ncolumns:\n  texts: { entries: $.body, value: $.value }", "other=1",
        """{"texts":{"other":"1"}}""")]
    public void Logfmt_WithAKeyThatTheMappingReads_IsTaken(string mapping, string body, string expected) =>
        Assert.StartsWith(expected, Encode(mapping, body), StringComparison.Ordinal);

    [Theory]
    [InlineData("csv", "number: { from: $.body.n, strict: true }",
        "int64 with 'strict' takes a number, but the source gives text")]
    [InlineData("csv", "part: $.body.n", "a STRUCT takes an object, but the source gives text")]
    [InlineData("csv", "numbers: $.body.n", "an ARRAY takes an array, but the source gives text")]
    [InlineData("csv", "text: $.body.n.m", "'$.body.n.m' never finds a value: the step csv gives text, and nothing is below it")]
    [InlineData("logfmt", "text: '$.body.n[0]'", "the step logfmt gives text or a bool, and nothing is below it")]
    [InlineData("csv", "texts: { entries: $.body, value: $.value.x }", "'$.value.x' never finds a value")]
    [InlineData("{ decode: csv, names: [id, name] }", "text: $.body.nam",
        "'$.body.nam' never finds a value: 'names' has no 'nam'")]
    public void Check_ColumnThatNoTextFills_IsRefused(string step, string column, string message) =>
        Assert.Contains(message, Diagnose($"payload: {{ decode: {step} }}\ncolumns:\n  {column}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("csv", "flag: $.body.f", "'flag' can never be filled: bool takes a bool, but the source gives text")]
    [InlineData("xml", "flag: $.body.a.f", "bool takes a bool, but the source gives text, an array or an object")]
    [InlineData("xml", "flags: $.body.a.f", "'flags' can never be filled: bool takes a bool, but the payload gives text")]
    [InlineData("xml", "inner: $.body.a", "'inner.flag' can never be filled: bool takes a bool")]
    [InlineData("xml", "by_name: $.body.a", "'by_name.value.flag' can never be filled: bool takes a bool")]
    [InlineData("xml", "flags: { each: $.body.a.f, value: $.item }", "'flags' can never be filled: bool takes a bool")]
    [InlineData("logfmt", "flag: $.body.f", "")]
    [InlineData("csv", "flag: { from: $.body.f, transform: to_bool }", "")]
    [InlineData("xml", "flags: { each: $.body.a.f, value: { from: $.item, transform: to_bool } }", "")]
    public void Check_BoolOfAText_IsRefused(string step, string column, string message)
    {
        var name = column[..column.IndexOf(':', StringComparison.Ordinal)];
        var ignored = Protos.Flags.Descriptor.Fields.InDeclarationOrder().Select(f => f.Name).Where(f => f != name);
        var found = string.Join('\n', TestPlans.Compile(
            $"version: 1\ndescriptor: flags.binpb\npayload: {{ decode: {step} }}\ncolumns:\n  {column}\n"
                + $"ignore: [{string.Join(", ", ignored)}]\n",
            Flags).Diagnostics.Select(d => d.Message));
        if (message.Length == 0) Assert.Empty(found);
        else Assert.Contains(message, found, StringComparison.Ordinal);
    }
}
