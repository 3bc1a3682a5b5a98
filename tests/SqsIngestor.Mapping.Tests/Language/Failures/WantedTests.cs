using System.Text;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Language.Explain;
using SqsIngestor.Mapping.Language.Types;
using SqsIngestor.Mapping.Records.Limits;
using SqsIngestor.Mapping.Records.Values.WellKnown;
using SqsIngestor.Mapping.Tests.Protos;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Mapping.Tests.Language.Failures;

/// <summary>An error names what the column of the table takes, with its limit, at the place of what does not fit.</summary>
public sealed class WantedTests
{
    private static readonly byte[] WellKnown = Protoc.Compile(
        RepositoryFiles.PathOf("tests", "SqsIngestor.Mapping.Tests", "Protos"), includeImports: true, "well_known.proto");

    private static readonly Dictionary<string, ColumnType> Types = new()
    {
        ["TINYINT"] = new() { Limit = new IntegerLimit(-128, 127, RecordErrorCode.NumberRange) },
        ["SMALLINT"] = new() { Limit = new IntegerLimit(-32768, 32767, RecordErrorCode.NumberRange) },
        ["INT"] = new(),
        ["VARCHAR(12)"] = new() { Limit = new TextLimit(12) },
        ["DECIMAL(12,4)"] = new() { As = "decimal(12,4)", Limit = new DecimalLimit(12, 4) },
        ["VARIANT"] = new() { As = "variant", Limit = new JsonLimit(3) },
    };

    [Theory]
    [InlineData("int32_value", "$.body.v", "TINYINT", "128", "number_range", "wanted a number from -128 to 127, for TINYINT")]
    [InlineData("int32_value", "$.body.v", "TINYINT", "3000000000", "number_range",
        "wanted a number from -128 to 127, for TINYINT")]
    [InlineData("int32_value", "$.body.v", "SMALLINT", "40000", "number_range",
        "wanted a number from -32768 to 32767, for SMALLINT")]
    [InlineData("int32_value", "$.body.v", "INT", "3000000000", "number_range",
        "wanted a number from -2147483648 to 2147483647, for INT")]
    [InlineData("unpacked", "$.body.v", "TINYINT", "[1,128]", "number_range", "wanted a number from -128 to 127, for TINYINT")]
    [InlineData("string_value", "$.body.v", "VARCHAR(12)", "\"1234567890123\"", "text_length",
        "wanted at most 12 characters, for VARCHAR(12)")]
    [InlineData("string_value", "$.body.v", "DECIMAL(12,4)", "1.23456", "decimal_scale", "wanted DECIMAL(12,4)")]
    [InlineData("string_value", "$.body.v", "DECIMAL(12,4)", "123456789", "decimal_precision", "wanted DECIMAL(12,4)")]
    [InlineData("string_value", "$.body.v", "DECIMAL(12,4)", "\"x\"", "decimal_syntax",
        "wanted a decimal number, for DECIMAL(12,4)")]
    [InlineData("string_value", "$.body.v", "DECIMAL(12,4)", "true", "wrong_type", "wanted a number, for DECIMAL(12,4)")]
    [InlineData("string_value", "{ from: $.body.v, as: \"decimal(38,10)\" }", "DECIMAL(12,4)", "1.23456", "decimal_scale",
        "wanted DECIMAL(12,4)")]
    [InlineData("string_value", "{ from: $.body.v, as: \"decimal(38,4)\" }", "DECIMAL(12,4)", "123456789", "decimal_precision",
        "wanted DECIMAL(12,4)")]
    [InlineData("string_value", "{ from: $.body.v, as: \"decimal(10,2)\" }", "DECIMAL(12,4)", "1.234", "decimal_scale",
        "wanted decimal(10,2)")]
    [InlineData("string_value", "{ from: $.body.v, as: variant }", "VARIANT", "[[[[1]]]]", "depth",
        "wanted at most 3 levels of objects and arrays")]
    [InlineData("string_value", "{ from: $.body.v, as: variant }", "VARIANT", "{\"a\":1,\"a\":2}", "duplicate_key",
        "wanted objects whose names differ")]
    [InlineData("string_value", "{ from: $.body.v, transform: url_decode }", "VARCHAR(12)", "\"%x\"", "url_encoding",
        "wanted two hexadecimal digits after each %")]
    public void Run_ValueThatTheTableRefuses_NamesItsLimit(
        string column, string source, string type, string value, string code, string wanted)
    {
        var error = Assert.Single(
            Inspect(OneColumn.Plan(column, source, type: Types[type] with { Name = type }), value).Failures).Error;

        Assert.Equal(code, error.Code.ToText());
        Assert.EndsWith(wanted, error.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("by_number", "$.body.v", "{\"9\":\"x\",\"9223372036854775808\":\"y\"}", "number_range", "/1",
        "found a key: text of 19 characters, wanted a number from -9223372036854775808 to 9223372036854775807")]
    [InlineData("by_number", "$.body.v", "{\"02\":\"y\"}", "number_syntax", "/0",
        "found a key: text of 2 characters, wanted a number without leading zeros")]
    [InlineData("by_number", "{ entries: $.body.v, value: $.value }", "{\"9223372036854775808\":\"y\"}", "number_range", "/0",
        "found a key: text of 19 characters, wanted a number from -9223372036854775808 to 9223372036854775807")]
    [InlineData("by_flag", "$.body.v", "{\"yes\":1.5}", "wrong_type", "/0",
        "found a key: text of 3 characters, wanted true or false")]
    public void Run_KeyThatDoesNotFit_IsReportedAsTheKey(
        string column, string source, string value, string code, string place, string detail)
    {
        var failure = Assert.Single(Inspect(OneColumn.Plan(column, source), value).Failures);

        Assert.Equal(
            (code, column + ".key", "/body/v" + place, detail),
            (failure.Error.Code.ToText(), failure.Error.Column, failure.Error.Pointer, failure.Error.Detail));
        Assert.StartsWith("\"", failure.Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("by_number", "$.body.v", "{\"1\":{}}", "by_number.value")]
    [InlineData("by_number", "{ entries: $.body.v, value: $.value }", "{\"1\":{}}", "by_number.value")]
    [InlineData("node", "$.body.v", "{\"child\":{\"name\":[]}}", "node.child.name")]
    [InlineData("node", "{ from: $.body.v, fields: { child: $.body.v.child } }", "{\"child\":{\"name\":[]}}", "node.child.name")]
    [InlineData("node", "{ fields: { child: { fields: { name: $.body.v.child.name } } } }", "{\"child\":{\"name\":[]}}",
        "node.child.name")]
    public void Run_PartThatDoesNotFit_HasOneNameHoweverItIsFilled(string column, string source, string value, string name) =>
        Assert.Equal(name, Inspect(OneColumn.Plan(column, source), value).Error!.Column);

    [Fact]
    public void Run_ValueInTheWayOfManyColumns_IsOneFailureThatWantsAnObject()
    {
        var fields = EveryType.Descriptor.Fields.InDeclarationOrder().Select(f => f.Name)
            .Where(name => name is not ("int32_value" or "string_value" or "node"));
        var plan = TestPlans.Plan(
            "version: 1\ndescriptor: every_type.binpb\nmessage: tests.every.EveryType\ncolumns:\n  int32_value: $.body.v\n"
                + "  string_value: $.body.w\n  node: { from: $.body.n, fields: { name: $.body.n.name } }\n"
                + $"ignore: [{string.Join(", ", fields)}]\n",
            OneColumn.Descriptors);
        var message = Assert.Single(EventInspector.Run(plan, EventInput.OfBodies("\"text\""), default));

        var error = Assert.Single(message.Failures).Error;
        Assert.Equal(("/body", "found text of 4 characters, wanted an object"), (error.Pointer, error.Detail));
    }

    public static TheoryData<string, string, string> WellKnownValues() => new()
    {
        { "timestamp", "1772366400", "a time in rfc3339 with an offset" },
        { "timestamp", "\"2026-03-01\"", "a time in rfc3339 with an offset" },
        { "duration", "90", "seconds as text, such as 1.5s, with at most 9 digits after the point" },
        { "duration", "\"1.5\"", "seconds as text, such as 1.5s, with at most 9 digits after the point" },
        { "duration", "\"315576000001s\"", "at most 315,576,000,000 s, which are 10,000 years" },
        { "structure", "[]", "an object" },
        { "list", "{}", "an array" },
        { "mask", "7", "names as text, such as user.displayName,photo" },
        { "mask", "\"a_b\"", "names as text, such as user.displayName,photo" },
        { "any", "{\"a\":1}", "an object whose @type ends with /" },
        { "bool_value", "\"true\"", "true or false" },
        { "int32_value", "true", "a whole number" },
        { "int32_value", "3000000000", "a number from -2147483648 to 2147483647" },
        { "double_value", "true", "a number" },
        { "string_value", "{}", "text, a number or a bool" },
        { "bytes_value", "7", "text in base64" },
    };

    [Theory]
    [MemberData(nameof(WellKnownValues))]
    public void Run_ValueOfAWellKnownType_SaysWhatProtoJsonWants(string field, string value, string wanted)
    {
        var yaml = "version: 1\ndescriptor: well_known.binpb\nmessage: tests.known.Known\n"
            + $"columns: {{ {field}: $.body.v }}\n";
        var names = Known.Descriptor.Fields.InDeclarationOrder().Select(f => f.Name).Where(name => name != field);
        var plan = TestPlans.Plan($"{yaml}ignore: [{string.Join(", ", names)}]\n", WellKnown);

        Assert.Contains("wanted " + wanted, Inspect(plan, value).Error!.Detail, StringComparison.Ordinal);
    }

    /// <summary>Bytes that are not UTF-8, in members that no column reads: a decoder of bytes can give them.</summary>
    [Theory]
    [InlineData("{\"v\":1,\"o\":{\"p\":[0,\"?\"]}}", "/body/1/0/1")]
    [InlineData("{\"v\":1,\"o\":{\"?\":1}}", "/body/1/0")]
    public void Run_RescuedBytesThatAreNotText_HaveAPlace(string body, string place)
    {
        var others = EveryType.Descriptor.Fields.InDeclarationOrder().Select(f => f.Name)
            .Where(name => name is not ("int32_value" or "string_value"));
        var plan = TestPlans.Plan(
            "version: 1\ndescriptor: every_type.binpb\nmessage: tests.every.EveryType\npayload: { decode: [base64, json] }\n"
                + "columns:\n  int32_value: $.body.v\n  string_value: { rescued: { scope: all } }\n"
                + $"ignore: [{string.Join(", ", others)}]\n",
            OneColumn.Descriptors);
        var bytes = Encoding.UTF8.GetBytes(body);
        bytes[body.IndexOf('?', StringComparison.Ordinal)] = 0xFF;

        var failure = Assert.Single(
            Assert.Single(EventInspector.Run(plan, EventInput.OfBodies(Convert.ToBase64String(bytes)), default)).Failures);

        Assert.Equal(("text_encoding", place), (failure.Error.Code.ToText(), failure.Error.Pointer));
    }

    [Fact]
    public void WellKnownTypes_EachRow_SaysWhatItTakes() =>
        Assert.All(WellKnownTypes.All, type => Assert.NotEmpty(type.Wanted));

    private static InspectedMessage Inspect(MappingPlan plan, string value) =>
        Assert.Single(EventInspector.Run(plan, EventInput.OfBodies($$"""{"v":{{value}}}"""), default, keepsValues: true));
}
