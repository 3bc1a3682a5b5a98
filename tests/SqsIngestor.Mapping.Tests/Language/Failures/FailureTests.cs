using System.Text;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Language.Explain;
using SqsIngestor.Mapping.Tests.Protos;

namespace SqsIngestor.Mapping.Tests.Language.Failures;

/// <summary>Everything that is wrong with a message: each column, what was found and what was wanted, never content.</summary>
public sealed class FailureTests
{
    [Fact]
    public void Run_SeveralColumnsFail_NamesAllOfThem()
    {
        var message = Inspect(
            """
            int32_value: $.body.a
            bool_value: $.body.b
            string_value: { from: $.body.c, on_missing: fail }
            node: { fields: { name: { from: $.body.d, on_missing: fail }, child: $.body.e } }
            strings: { each: $.body.f, value: $.item }
            """,
            """{"a":"x","b":1,"e":7,"f":["a",{},[]]}""");

        Assert.Equal(
            [
                "number_syntax in column 'int32_value' of main.raw.test at /body/a: found text of 1 character, wanted a number",
                "wrong_type in column 'bool_value' of main.raw.test at /body/b: found a number, wanted true or false",
                "missing in column 'string_value' of main.raw.test at /body/c",
                "missing in column 'node.name' of main.raw.test at /body/d",
                "wrong_type in column 'node.child' of main.raw.test at /body/e: found a number, wanted an object",
                "wrong_type in column 'strings' of main.raw.test at /body/f/1: found an object, wanted text, a number or a bool",
            ],
            message.Failures.Select(failure => failure.Error.Text));
        Assert.Equal(message.Error, message.Failures[0].Error);
        Assert.All(message.Failures, failure => Assert.Null(failure.Value));
    }

    [Fact]
    public void Run_RowsOfAnExplode_NameEachColumnOnce()
    {
        var message = Inspect(
            "int32_value: $.x.n", """{"a":[{"n":"p"},{"n":"q"},{"n":1.5}]}""",
            "explode: { path: '$.body.a[*]', as: x, max_rows: 9 }");

        Assert.Equal(
            [("number_syntax", "/body/a/0/n"), ("number_fraction", "/body/a/2/n")],
            message.Failures.Select(failure => (failure.Error.Code.ToText(), failure.Error.Pointer)));
    }

    [Theory]
    [InlineData(
        "int32_value: $.body.v", "3000000000", "number_range",
        "found a number, wanted a number from -2147483648 to 2147483647")]
    [InlineData("int32_value: $.body.v", "1.5", "number_fraction", "found a number, wanted a whole number")]
    [InlineData(
        "int32_value: { from: $.body.v, strict: true }", "\"1\"", "wrong_type",
        "found text of 1 character, wanted a whole number that is not text")]
    [InlineData("bytes_value: $.body.v", "\"\\u00fc!\"", "base64", "found text of 2 characters, wanted text in base64")]
    [InlineData(
        "color: $.body.v", "\"PINK\"", "enum_value",
        "found text of 4 characters, wanted a name or a number of the enum Color")]
    [InlineData(
        "int64_value: { from: $.body.v, as: timestamp }", "\"noon\"", "time_syntax",
        "found text of 4 characters, wanted a time in rfc3339")]
    [InlineData(
        "int64_value: { from: $.body.v, as: timestamp, formats: [epoch_s], not_before: 2000-01-01 }", "5", "time_bounds",
        "found a number, wanted a time not before 2000-01-01")]
    [InlineData(
        "string_value: { from: $.body.v, as: 'decimal(4,2)' }", "123.4", "decimal_precision",
        "found a number, wanted decimal(4,2)")]
    [InlineData("string_value: { from: $.body.v, as: uuid }", "\"\"", "uuid", "found empty text, wanted a UUID")]
    [InlineData("strings: $.body.v", "{}", "wrong_type", "found an object, wanted an array")]
    [InlineData("unpacked: $.body.v", "[1,\"x\"]", "number_syntax", "found text of 1 character, wanted a number")]
    [InlineData("by_name: $.body.v", "[]", "wrong_type", "found an array, wanted an object")]
    [InlineData("by_number: $.body.v", "{\"1\":{}}", "wrong_type", "found an object, wanted text, a number or a bool")]
    [InlineData("node: $.body.v", "{\"child\":{\"name\":[]}}", "wrong_type", "found an array, wanted text, a number or a bool")]
    [InlineData("node: { from: $.body.v, fields: { name: $.body.v.n } }", "7", "wrong_type", "found a number, wanted an object")]
    [InlineData(
        "string_value: { from: $.body.v, transform: base64_decode }", "\"!\"", "base64",
        "found text of 1 character, wanted text in base64")]
    [InlineData(
        "strings: { from: $.body.v, transform: ['split(\",\")', distinct] }", "[\"a\"]", "wrong_type",
        "found an array, wanted text, a number or a bool")]
    [InlineData(
        "string_value: { from: $.body.v, transform: [first, trim] }", "[[1]]", "wrong_type",
        "found an array, wanted text, a number or a bool")]
    [InlineData(
        "int32_value: { from: $.body.v, transform: [first, to_int] }", "[\"x\"]", "number_syntax",
        "found text of 1 character, wanted a number")]
    [InlineData("strings: { from: $.body.v, transform: sort }", "{}", "wrong_type", "found an object, wanted an array")]
    [InlineData("strings: { from: $.body.v, transform: values }", "[]", "wrong_type", "found an array, wanted an object")]
    [InlineData(
        "node: { from: $.body.v, transform: parse_json }", "{}", "wrong_type",
        "found an object, wanted text, a number or a bool")]
    [InlineData(
        "string_value: { from: $.body.v, transform: parse_json, as: json }", "{}", "wrong_type",
        "found an object, wanted text, a number or a bool")]
    [InlineData(
        "string_value: { from: $.body.v, transform: unscaled_decimal(2) }", "{}", "wrong_type",
        "found an object, wanted bytes, or text in base64")]
    [InlineData(
        "string_value: { concat: [a, $.body.v] }", "{}", "wrong_type", "found an object, wanted text, a number or a bool")]
    [InlineData(
        "int32_value: { concat: [$.body.v, '1'] }", "[1]", "wrong_type", "found an array, wanted text, a number or a bool")]
    [InlineData("int64_value: { expr: body.v.n }", "{}", "expression", "no_such_field, the message has no value at this path")]
    [InlineData(
        "int64_value: { expr: 'body.v * 100' }", "1.5", "expression",
        "no_matching_overload, '*' does not accept (double, int)")]
    [InlineData("int64_value: { expr: -body.v }", "\"x\"", "expression", "no_matching_overload, '-' does not accept (string)")]
    [InlineData("int64_value: { expr: size(body.v) }", "1", "expression", "no_matching_overload, 'size' does not accept (int)")]
    [InlineData(
        "string_value: { expr: 'body.v.substring(0, 1)' }", "7", "expression",
        "no_matching_overload, 'substring' does not accept (int, int, int)")]
    [InlineData(
        "int64_value: { expr: 'body.v ? 1 : 2' }", "null", "expression", "no_matching_overload, '?:' does not accept (null)")]
    [InlineData(
        "bool_value: { expr: body.v && body.v }", "[1]", "expression", "no_matching_overload, '&&' does not accept (list)")]
    [InlineData(
        "bool_value: { expr: 'body.v.exists(x, x > 1)' }", "true", "expression",
        "no_matching_overload, 'exists' does not accept (bool)")]
    [InlineData(
        "string_value: { expr: 'body.v[0]' }", "\"x\"", "expression",
        "no_matching_overload, '[]' does not accept (string, int); for a character, write charAt(…)")]
    [InlineData("string_value: { expr: body.v.w }", "\"x\"", "expression", "no_matching_overload, string has no members")]
    [InlineData("string_value: { expr: body.v.w }", "[1]", "expression", "no_matching_overload, list has no members")]
    [InlineData("string_value: { expr: body.v.w }", "null", "expression", "no_such_field, the message has no value at this path")]
    [InlineData("string_value: { expr: body.?v.w }", "3.5", "expression", "no_matching_overload, double has no members")]
    public void Run_ValueThatDoesNotFit_SaysWhatWasFoundAndWanted(string column, string value, string code, string detail)
    {
        var message = Inspect(column, $$"""{"v":{{value}}}""");

        Assert.Equal((code, detail), (message.Error!.Code.ToText(), message.Error.Detail));
        Assert.Equal(Assert.Single(message.Failures).Error, message.Error);
    }

    [Theory]
    [InlineData("$.body.a[*]", """{"a":"x"}""", "found text of 1 character, wanted an array")]
    [InlineData("$.body.a[*]", """{"a":{}}""", "found an object, wanted an array")]
    [InlineData("$.body.a.b[*]", """{"a":"x"}""", "found text of 1 character, wanted an object")]
    public void Run_ExplodeOfAnotherValue_SaysWhatWasWanted(string path, string body, string detail)
    {
        var message = Inspect("string_value: $.x", body, $"explode: {{ path: '{path}', as: x, max_rows: 9 }}");

        Assert.Equal(("wrong_type", detail), (message.Error!.Code.ToText(), message.Error.Detail));
    }

    [Theory]
    [InlineData("+5")]
    [InlineData("007")]
    [InlineData("NaN")]
    public void Run_NumberAttributeThatIsNotANumberOfJson_SaysSo(string number)
    {
        var payload = Encoding.UTF8.GetBytes(
            $$$$"""
            {"Records":[{"messageId":"m","eventSource":"aws:sqs","body":"",
            "messageAttributes":{"n":{"dataType":"Number","stringValue":"{{{{number}}}}"}}}]}
            """);

        var error = Assert.Single(EventInspector.Run(Plan("int32_value: $.attr.n", ""), payload, default)).Error;

        Assert.Equal("found a number that is not written as in JSON, wanted a number", error!.Detail);
    }

    [Theory]
    [InlineData("{\n  \"a\": NaN }", "body_syntax", "not JSON at line 2, column 8")]
    [InlineData("{\"ü\": tru}", "body_syntax", "not JSON at line 1, column 10")]
    [InlineData("{\"a\": [1", "body_syntax", "the JSON is cut off at line 1, column 9")]
    [InlineData("", "body_syntax", "the body is empty")]
    [InlineData("[[[[1]]]]", "body_depth", "wanted at most 3 levels of objects and arrays")]
    [InlineData("\"123456789012345678901234567890\"", "body_size", "found 32 bytes, wanted at most 24")]
    public void Run_BodyThatCannotBeRead_SaysWhereOrHowLarge(string body, string code, string detail)
    {
        var message = Inspect(
            "string_value: $.body.a", body, "payload: { decode: json, limits: { max_bytes: 24, max_depth: 3 } }");

        Assert.Equal((code, detail), (message.Error!.Code.ToText(), message.Error.Detail));
    }

    [Theory]
    [InlineData("gzip", "H4sI", "compression", "in the step gzip")]
    [InlineData("base64", "!", "base64", "in the step base64")]
    public void Run_StepThatFails_IsNamed(string step, string body, string code, string detail)
    {
        var steps = step == "gzip" ? "[base64, gzip, json]" : "[base64, text, json]";
        var message = Inspect("string_value: $.body.a", body, $"payload: {{ decode: {steps} }}");

        Assert.Equal((code, detail), (message.Error!.Code.ToText(), message.Error.Detail));
    }

    [Fact]
    public void Run_Values_AreKeptOnlyIfAskedFor()
    {
        const string Body = """{"v":{"child":{"name":["secret"]}},"w":"x"}""";
        var plan = Plan("node: $.body.v\nint32_value: $.body.w", "");
        var payload = EventInput.OfBodies(Body);

        var without = Assert.Single(EventInspector.Run(plan, payload, default));
        var with = Assert.Single(EventInspector.Run(plan, payload, default, keepsValues: true));

        Assert.All(without.Failures, failure => Assert.Null(failure.Value));
        Assert.Equal(["\"x\"", "[\"secret\"]"], with.Failures.Select(failure => failure.Value));
        Assert.Equal(without.Failures.Select(f => f.Error), with.Failures.Select(f => f.Error));
    }

    [Fact]
    public void Run_BodySyntax_ValueIsTheLineWithACaret()
    {
        var payload = EventInput.OfBodies("{\n  \"a\": NaN }");

        var message = Assert.Single(EventInspector.Run(Plan("string_value: $.body.a", ""), payload, default, keepsValues: true));

        Assert.Equal("  \"a\": NaN }\n       ^", Assert.Single(message.Failures).Value);
    }

    [Theory]
    [InlineData("string_value: $.body.device_id", """{"deviceId":"x"}""", "'device_id' is not in /body, but 'deviceId' is")]
    [InlineData("string_value: $.body.deviceId", """{"DeviceID":"x"}""", "'deviceId' is not in /body, but 'DeviceID' is")]
    [InlineData(
        "string_value: { from: $.body.d.id-no, on_missing: fail }", """{"d":{"id_no":"x"}}""",
        "'id-no' is not in /body/d, but 'id_no' is")]
    [InlineData("string_value: $.body.a.b", """{"A":{"b":1}}""", "'a' is not in /body, but 'A' is")]
    [InlineData(
        "strings: { each: $.body.l, value: $.item.s_k }", """{"l":[{"sK":"x"}]}""", "'s_k' is not in /body/l/0, but 'sK' is")]
    public void Run_PathThatFindsAnotherSpelling_SaysSo(string column, string body, string hint)
    {
        var name = column.Split(':')[0];
        var text = column.Replace("$.body.d.id-no", "\"$.body.d['id-no']\"", StringComparison.Ordinal);

        Assert.Equal($"main.raw.test: column '{name}' finds nothing: {hint}", Assert.Single(Inspect(text, body).Hints));
        var trace = Assert.Single(EventTracer.Run(Plan(text, ""), EventInput.OfBodies(body), default));
        Assert.Contains(hint, trace.Columns.SelectMany(c => c.Column.Inner.Prepend(c.Column)).Select(c => c.Hint));
    }

    [Theory]
    [InlineData("string_value: $.body.device_id", """{"device":"x"}""")]
    [InlineData("string_value: { from: [$.body.device_id, $.body.deviceId] }", """{"deviceId":"x"}""")]
    [InlineData("string_value: $.body.device_id\nint32_value: $.body.deviceId", """{"deviceId":1}""")]
    public void Run_OtherNames_AreNoHint(string columns, string body) => Assert.Empty(Inspect(columns, body).Hints);

    [Fact]
    public void Run_TraceAfterAFailure_HasTheOtherColumns()
    {
        var trace = Assert.Single(
            EventTracer.Run(
                Plan("int32_value: $.body.a\nbool_value: $.body.b\nstring_value: $.body.c", ""),
                EventInput.OfBodies("""{"a":"x","b":7,"c":"y"}"""), default));

        Assert.Equal(
            [
                "on_error: fail (number_syntax: found text of 1 character, wanted a number)",
                "on_error: fail (wrong_type: found a number, wanted true or false)",
                null,
            ],
            trace.Columns.Select(c => c.Column.Policy));
        Assert.Equal(2, trace.Message.Failures.Count);
    }

    [Theory]
    [InlineData("double_value", "9007199254740993", true)]
    [InlineData("double_value", "\"9007199254740993\"", true)]
    [InlineData("double_value", "0.1", false)]
    [InlineData("double_value", "1e23", false)]
    [InlineData("double_value", "\"NaN\"", false)]
    [InlineData("float_value", "16777217", true)]
    [InlineData("float_value", "0.1", false)]
    public void Run_NumberThatLosesDigits_IsAWarning(string column, string value, bool isWarned)
    {
        var trace = Assert.Single(
            EventTracer.Run(Plan($"{column}: $.body.v", ""), EventInput.OfBodies($$"""{"v":{{value}}}"""), default));

        Assert.Equal(
            isWarned ? "the column does not hold all digits of the number; a DECIMAL does" : null,
            Assert.Single(trace.Columns).Column.Warning);
    }

    [Theory]
    [InlineData("to_null")]
    [InlineData("rescue")]
    public void Run_PolicyThatActs_SaysCodeAndReason(string policy)
    {
        var trace = Assert.Single(
            EventTracer.Run(
                Plan(
                    $"int32_value: {{ from: $.body.a, on_error: {policy} }}\nstring_value: {{ rescued: {{ scope: [body] }} }}",
                    ""),
                EventInput.OfBodies("""{"a":1.5}"""), default));

        Assert.Equal(
            $"on_error: {policy} (number_fraction: found a number, wanted a whole number)", trace.Columns[0].Column.Policy);
    }

    [Fact]
    public void Run_PartThatIsRescued_IsNamed()
    {
        var trace = Assert.Single(
            EventTracer.Run(
                Plan("node: { from: $.body.a, on_error: rescue }\nstring_value: { rescued: { scope: [body] } }", ""),
                EventInput.OfBodies("""{"a":{"name":{},"labels":{"k":"v"}}}"""), default));

        Assert.Equal(
            "on_error: rescue (wrong_type at /name)", Assert.Single(trace.Columns, c => c.Column.Name == "node").Column.Policy);
    }

    private static InspectedMessage Inspect(string columns, string body, string rest = "") =>
        Assert.Single(EventInspector.Run(Plan(columns, rest), EventInput.OfBodies(body), default));

    private static MappingPlan Plan(string columns, string rest)
    {
        var lines = columns.Split('\n');
        var named = lines.Select(line => line.Split(':')[0]).ToList();
        var others = EveryType.Descriptor.Fields.InDeclarationOrder().Select(f => f.Name).Where(n => !named.Contains(n));
        return TestPlans.Plan(
            $"version: 1\ndescriptor: every_type.binpb\nmessage: tests.every.EveryType\n{rest}\ncolumns:\n"
                + string.Concat(lines.Select(line => $"  {line}\n")) + $"ignore: [{string.Join(", ", others)}]\n",
            OneColumn.Descriptors);
    }
}
