using CsCheck;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Language.Explain;
using SqsIngestor.Mapping.Records.Values.WellKnown;
using SqsIngestor.Mapping.Tests.Protos;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Mapping.Tests.Records.Values.WellKnown;

/// <summary>The parser of Google.Protobuf says what ProtoJSON is.</summary>
public sealed class WellKnownTypesTests
{
    private static readonly byte[] Descriptors = Protoc.Compile(
        RepositoryFiles.PathOf("tests", "SqsIngestor.Mapping.Tests", "Protos"), includeImports: true, "well_known.proto");

    private static readonly MappingPlan Auto = Plan("auto: { from: $.body }");

    private static readonly JsonParser Oracle = new(
        JsonParser.Settings.Default.WithIgnoreUnknownFields(true)
            .WithTypeRegistry(TypeRegistry.FromFiles(WellKnownReflection.Descriptor)));

    private static readonly Gen<string> Name = Gen.OneOf("a", "b", "seconds", "fields", "value", "é");

    /// <summary>JSON of any kind, each name of an object once.</summary>
    private static readonly Gen<string> Json = Gen.Recursive<string>((depth, inner) => depth > 3
        ? Gen.OneOf("null", "1", "\"x\"")
        : Gen.Frequency(
            (3, Gen.OneOf("null", "true", "false", "0", "-1", "1.5", "1e3", "1e400", "\"\"", "\"x\"", "\"\\u0041\"")),
            (1, inner.Array[0, 3].Select(items => $"[{string.Join(",", items)}]")),
            (1, Gen.Select(Name, inner).Array[0, 3].Select(
                members =>
                $"{{{string.Join(",", members.DistinctBy(m => m.Item1).Select(m => $"\"{m.Item1}\":{m.Item2}"))}}}"))));

    /// <summary>Text that is nearly a time, a duration or a mask.</summary>
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.Select(
            Gen.OneOf("0000", "0001", "1970", "2026", "9999"), Gen.OneOf("00", "01", "02", "12", "13"),
            Gen.OneOf("00", "01", "28", "29", "31"),
            Gen.OneOf("00:00:00", "23:59:59", "24:00:00", "12:60:00", "12:00:60"),
            Gen.OneOf("", ".5", ".123456789", ".1234567890", "."),
            Gen.OneOf("Z", "+01:00", "-18:00", "+19:00", "-00:00", "", "z"),
            (year, month, day, time, fraction, offset) => $"\"{year}-{month}-{day}T{time}{fraction}{offset}\""),
        Gen.Select(
            Gen.OneOf("", "-", "+"), Gen.OneOf("0", "1", "00", "315576000000", "315576000001", "9999999999999"),
            Gen.OneOf("", ".5", ".000000001", ".1234567891", "."), Gen.OneOf("s", "", "S"),
            (sign, whole, fraction, unit) => $"\"{sign}{whole}{fraction}{unit}\""),
        Gen.OneOf(
            "\"a\"", "\"a,b.c\"", "\"fooBarURL,x\"", "\"foo_bar\"", "\",a,\"", "\"NaN\"", "\"-1\"", "\"AQ==\"",
            "\"4294967296\""));

    private static readonly Gen<string> Any = Gen.OneOf(
        Gen.OneOf("Timestamp", "Duration", "Struct", "Value", "ListValue", "Int64Value", "Any", "FieldMask", "Empty")
            .SelectMany(type => Gen.OneOf(Json, Text).Select(
                json => $$"""{"@type":"type.googleapis.com/google.protobuf.{{type}}","value":{{json}}}""")),
        Gen.OneOf(Json, Text).Select(json => $$"""{"timestamp":{{json}},"@type":"x/tests.known.Known"}"""),
        Gen.OneOf("{}", """{"@type":"tests.known.Known"}""", """{"@type":"x/tests.known.Unknown"}""", """{"@type":1}"""));

    [Fact]
    public void Encode_RandomJsonInEveryField_IsWhatTheParserReads()
    {
        var fields = Known.Descriptor.Fields.InDeclarationOrder()
            .Where(f => f.ContainingOneof is null && f.Name != "inner").ToArray();
        var single = Gen.Frequency((2, Json), (3, Text), (1, Any));
        var value = Gen.OneOf(
            single, single.Array[0, 3].Select(items => $"[{string.Join(",", items)}]"),
            Gen.Select(Name, single).Select(member => $$"""{"{{member.Item1}}":{{member.Item2}}}"""));
        Gen.Select(Gen.OneOf(fields), value, Gen.Bool).Sample(
            (field, json, isInner) =>
            {
                var body = $$"""{"{{field.Name}}":{{json}}}""";
                if (isInner) body = $$"""{"inner":{{body}}}""";
                var expected = Expected(body);
                var (rows, error) = TestEncoding.Body(Auto, body);

                // The parser passes over the members of an Any without a type and over unknown names of enums, which would be
                // lost. It also takes numbers such as "1." in text, which JSON does not have.
                if (error?.Pointer.EndsWith("/@type", StringComparison.Ordinal) == true) return;
                if (error is { Code: RecordErrorCode.NumberSyntax or RecordErrorCode.EnumValue }) return;
                if (expected is null) Assert.True(error is not null || TakesMore(field, json), $"taken: {body}");
                else Assert.Equal(expected, error is null ? Known.Parser.ParseFrom(Assert.Single(rows)) : Fail(body, error));
            },
            iter: 5_000);
    }

    [Theory]
    [InlineData("DoubleValue", true)]
    [InlineData("FloatValue", true)]
    [InlineData("Int64Value", true)]
    [InlineData("UInt64Value", true)]
    [InlineData("Int32Value", true)]
    [InlineData("UInt32Value", true)]
    [InlineData("BoolValue", true)]
    [InlineData("StringValue", true)]
    [InlineData("BytesValue", true)]
    [InlineData("Value", true)]
    [InlineData("Timestamp", false)]
    [InlineData("Duration", false)]
    [InlineData("FieldMask", false)]
    [InlineData("Struct", false)]
    [InlineData("ListValue", false)]
    [InlineData("Empty", false)]
    [InlineData("Any", false)]
    public void Encode_NullInAny_IsWhatTheParserReads(string type, bool isTaken)
    {
        var body = $"{{\"by_any\":{{\"a\":{{\"@type\":\"x/google.protobuf.{type}\",\"value\":null}}}}}}";

        var expected = Expected(body);
        var (rows, error) = TestEncoding.Body(Auto, body);

        Assert.Equal(isTaken, expected is not null);
        if (isTaken) Assert.Equal(expected, Known.Parser.ParseFrom(Assert.Single(rows)));
        else Assert.Equal("null", error!.Code.ToText());
    }

    public static TheoryData<string> Types() => [.. WellKnownTypes.All.Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Types))]
    public void Row_OfEveryType_IsInTheTestMessageAndTakesWhatItSays(string name)
    {
        var field = Known.Descriptor.Fields.InDeclarationOrder().First(
            f => f.FieldType == FieldType.Message && f.MessageType.FullName == $"google.protobuf.{name}");
        var plan = Plan($"columns: {{ {field.Name}: $.body.v }}\n{Others(field.Name)}");

        Assert.Contains(Samples, json => Encodes(plan, json));
    }

    [Theory]
    [InlineData("timestamp", "\"x\"", "time_syntax")]
    [InlineData("timestamp", "\"2026-02-30T00:00:00Z\"", "time_range")]
    [InlineData("duration", "\"x\"", "proto_json")]
    [InlineData("duration", "\"315576000001s\"", "time_range")]
    [InlineData("mask", "\"a_b\"", "proto_json")]
    [InlineData("structure", "[]", "wrong_type")]
    [InlineData("structure", """{"a":1,"\u0061":2}""", "duplicate_key")]
    [InlineData("any_json", "1e400", "number_range")]
    [InlineData("any", """{"@type":"x/no.such.Message"}""", "proto_json")]
    [InlineData("int32_value", "2147483648", "number_range")]
    [InlineData("many_timestamp", """["x"]""", "time_syntax")]
    [InlineData("by_duration", """{"a":"x"}""", "proto_json")]
    public void Encode_ValueThatDoesNotFit_FollowsThePolicies(string column, string json, string code)
    {
        var body = $$"""{"v":{{json}}}""";
        var unset = TestEncoding.Body(
            Plan($"columns: {{ {column}: {{ from: $.body.v, on_error: to_null }} }}\n{Others(column)}"), body);
        var failed = TestEncoding.Body(Plan($"columns: {{ {column}: $.body.v }}\n{Others(column)}"), body);
        var skipped = TestEncoding.Body(
            Plan($"columns: {{ {column}: {{ from: $.body.v, on_error: skip_row }} }}\n{Others(column)}"), body);

        Assert.Equal(code, failed.Error!.Code.ToText());
        Assert.Equal(new Known(), Known.Parser.ParseFrom(Assert.Single(unset.Rows)));
        Assert.Empty(skipped.Rows);
        Assert.Null(skipped.Error);
    }

    [Theory]
    [InlineData("double_value")]
    [InlineData("float_value")]
    [InlineData("int64_value")]
    [InlineData("uint64_value")]
    [InlineData("int32_value")]
    [InlineData("uint32_value")]
    public void Encode_StrictWrapper_TakesNumbersOnly(string column)
    {
        var plan = Plan($"columns: {{ {column}: {{ from: $.body.v, strict: true }} }}\n{Others(column)}");

        Assert.Null(TestEncoding.Body(plan, """{"v":1}""").Error);
        Assert.Equal("wrong_type", TestEncoding.Body(plan, """{"v":"1"}""").Error!.Code.ToText());
    }

    [Theory]
    [InlineData("timestamp: { from: $.meta.ingestTime }", "\"2026-03-01T23:59:59.123456Z\"", "timestamp")]
    [InlineData("timestamp: { const: '2026-03-01T00:00:00Z' }", "\"2026-03-01T00:00:00Z\"", "timestamp")]
    [InlineData("int64_value: { from: $.body.x, default: 5 }", "\"5\"", "int64_value")]
    [InlineData("many_any_json: { each: $.body.list, value: $.item }", "[1,null,{\"a\":[]}]", "many_any_json")]
    [InlineData("by_any_json: { entries: $.body.map, value: $.value }", "{\"k\":null}", "by_any_json")]
    [InlineData("timestamp: { fields: { seconds: { const: 5 } } }", "\"1970-01-01T00:00:05Z\"", "timestamp")]
    public void Encode_ColumnOfAnyForm_IsTheMessage(string column, string expected, string field)
    {
        var plan = Plan($"columns:\n  {column}\n{Others(field)}");

        var (rows, error) = TestEncoding.Body(plan, """{"list":[1,null,{"a":[]}],"map":{"k":null}}""");

        Assert.Null(error);
        Assert.Equal(Expected($$"""{"{{field}}":{{expected}}}"""), Known.Parser.ParseFrom(Assert.Single(rows)));
    }

    [Theory]
    [InlineData("timestamp: { from: $.body.v, transform: to_int }", "google.protobuf.Timestamp takes text or a timestamp")]
    [InlineData("structure: $.message.messageId", "google.protobuf.Struct takes an object")]
    [InlineData("duration: { const: x }", "proto_json")]
    public void Compile_SourceThatNeverFits_IsAnError(string column, string problem)
    {
        var name = column.Split(':')[0];
        var compilation = Compile($"columns:\n  {column}\n{Others(name)}");

        Assert.Contains(problem, DiagnosticWriter.Write(compilation.Diagnostics), StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_DeepJson_IsReadableOrFails()
    {
        foreach (var field in new[] { "structure", "any_json", "by_any_json" })
        {
            for (var depth = 20; depth < 60; depth++)
            {
                var body = $"{{\"{field}\":{string.Concat(Enumerable.Repeat("{\"a\":", depth))}1{new string('}', depth + 1)}";
                var (rows, error) = TestEncoding.Body(Auto, body);

                if (error is null) Known.Parser.ParseFrom(Assert.Single(rows));
                else Assert.Equal(("depth", true), (error.Code.ToText(), depth > 30));
            }
        }
    }

    private static readonly string[] Samples =
    [
        "\"2026-03-01T00:00:00Z\"", "\"1s\"", "{}", "1", "[]", "\"a\"", "true", "\"AQ==\"",
        """{"@type":"x/google.protobuf.Empty"}""",
    ];

    private static bool Encodes(MappingPlan plan, string json) =>
        TestEncoding.Body(plan, $$"""{"v":{{json}}}""").Error is null;

    private static Known? Expected(string body)
    {
        try
        {
            return Oracle.Parse<Known>(body);
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidJsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static Known Fail(string body, RecordError error) => throw new InvalidOperationException($"{body}: {error}");

    /// <summary>
    /// As in every column, text takes numbers and bools, and base64 may lack its padding. The parser also reads numbers that fill
    /// no field.
    /// </summary>
    private static bool TakesMore(FieldDescriptor field, string json)
    {
        var element = field.IsMap ? field.MessageType.FindFieldByNumber(2) : field;
        return element.FieldType == FieldType.Message && (element.MessageType.Name is "StringValue" or "BytesValue"
            || (element.MessageType.Name is "Empty" or "Any" && json.Contains("1e400", StringComparison.Ordinal))
            || (element.MessageType.Name == "Any" && json.Contains("{}", StringComparison.Ordinal)));
    }

    private static string Others(string column) =>
        "ignore: ["
        + string.Join(", ", Known.Descriptor.Fields.InDeclarationOrder().Select(f => f.Name).Where(n => n != column)) + "]";

    private static MappingCompilation Compile(string mapping) => TestPlans.Compile(
        $"version: 1\ndescriptor: known.binpb\nmessage: tests.known.Known\n{mapping}\n", Descriptors);

    [Theory]
    [InlineData("structure", """{"a":[9007199254740993]}""", true)]
    [InlineData("any_json", "9007199254740993", true)]
    [InlineData("double_value", "9007199254740993", true)]
    [InlineData("by_double_value", """{"k":9007199254740993}""", true)]
    [InlineData("many_float_value", "[1,16777217]", true)]
    [InlineData("structure", """{"a":[0.1,"9007199254740993"]}""", false)]
    public void Run_NumberThatLosesDigits_IsSaid(string column, string value, bool isSaid)
    {
        var message = Assert.Single(EventInspector.Run(Auto, EventInput.OfBodies($$"""{"{{column}}":{{value}}}"""), default));

        Assert.Equal(
            isSaid ? [$"main.raw.test: {column}: the column does not hold all digits of the number; a DECIMAL does"] : [],
            message.Hints);
    }

    private static MappingPlan Plan(string mapping)
    {
        var compilation = Compile(mapping);
        return compilation.Plan ?? throw new InvalidOperationException(DiagnosticWriter.Write(compilation.Diagnostics));
    }
}
