using Google.Protobuf;
using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Language.Explain;
using SqsIngestor.Pipeline.Plans;
using FieldType = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Type;
using Label = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Label;

namespace SqsIngestor.Mapping.Tests.Language.Columns;

/// <summary>Objects that fill a STRUCT by name, in columns and with <c>auto</c>: names, oneofs and policies.</summary>
public sealed class ObjectByNameTests
{
    private const string Rest = "  rest: { rescued: { scope: [body] } }";

    [Theory]
    // A name that two fields could have belongs to the field that is called so.
    [InlineData("""{"placedAt":"a"}""", """{"placedAt":"a"}""")]
    [InlineData("""{"placed_at":"a"}""", """{"placed_at":"a"}""")]
    [InlineData("""{"placedAt":"a","placed_at":"b"}""", """{"placed_at":"b","placedAt":"a"}""")]
    public void Auto_TwoFieldsWithOneNameInCamelCase_EachTakesItsOwn(string body, string expected) =>
        Assert.Equal(
            expected,
            Encode("auto: { from: $.body, names: snake_to_camel }", body, Text("placed_at", 1), Text("placedAt", 2)));

    [Fact]
    public void Struct_TwoFieldsWithOneNameInCamelCase_EachTakesItsOwn() =>
        Assert.Equal(
            """{"part":{"placed_at":"b","placedAt":"a"}}""",
            Encode(
                "auto: { from: $.body, names: snake_to_camel }", """{"part":{"placedAt":"a","placed_at":"b"}}""",
                [Part(1)], Text("placed_at", 1), Text("placedAt", 2)));

    [Fact]
    public void Rescue_TwoNamesOfAPartHaveValues_RescuesThemAndKeepsTheOtherParts() =>
        Assert.Equal(
            """{"part":{"x":"v"},"rest":{"/body/part/placed_at":"a","/body/part/placedAt":"b"}}""",
            Encode(
                $"columns:\n  part: {{ from: $.body.part, on_error: rescue }}\n{Rest}",
                """{"part":{"placed_at":"a","x":"v","placedAt":"b"}}""",
                [Part(1), Text("rest", 2)], Text("placed_at", 1), Text("x", 2)));

    /// <summary>A member of a oneof that is rescued is not in the row, so another one can be.</summary>
    [Fact]
    public void Rescue_MemberOfAOneof_LeavesRoomForAnother() =>
        Assert.Equal(
            """{"part":{"y":"v"},"rest":{"/body/part/x":"a"}}""",
            Encode(
                $"columns:\n  part: {{ from: $.body.part, on_error: rescue }}\n{Rest}", """{"part":{"x":"a","y":"v"}}""",
                [Part(1), Text("rest", 2)], Choice("x", 1, FieldType.Int64), Choice("y", 2, FieldType.String)));

    [Theory]
    [InlineData("{}", "missing in column 'part' of main.raw.test at /body/part")]
    [InlineData("""{"part":null}""", "null in column 'part' of main.raw.test at /body/part")]
    public void Fields_RequiredStructWithoutAValue_SaysWhetherItIsNull(string body, string expected)
    {
        var part = Part(1);
        part.Label = Label.Required;

        Assert.Equal(
            expected,
            Encode("columns:\n  part: { from: $.body.part, fields: { x: $.body.part.x } }", body, [part], Text("x", 1)));
    }

    /// <summary>Whether a field below needs an <c>as</c> or not, the STRUCT is a column with the policies of the file.</summary>
    [Theory]
    [InlineData("", "missing", "{}")]
    [InlineData("DATE", "missing", "{}")]
    [InlineData("", "null", """{"part":null}""")]
    [InlineData("DATE", "null", """{"part":null}""")]
    public void Auto_StructWithoutAValue_FollowsThePolicies(string type, string code, string body) =>
        Assert.Equal(
            $"{code} in column 'part' of main.raw.test at /body/part",
            Encode(
                "auto: { from: $.body }\ndefaults: { on_missing: fail, on_null: fail }", body, [Part(1)],
                type.Length == 0 ? [] : [([4, 0, 3, 0, 2, 0], type)], Single("x", 1, FieldType.Int32)));

    private static string Encode(string mapping, string body, params FieldDescriptorProto[] columns) =>
        Encode(mapping, body, columns, [], []);

    private static string Encode(
        string mapping, string body, FieldDescriptorProto[] columns, params FieldDescriptorProto[] fields) =>
        Encode(mapping, body, columns, [], fields);

    private static string Encode(
        string mapping, string body, FieldDescriptorProto[] columns, (int[] Path, string Text)[] types,
        params FieldDescriptorProto[] fields)
    {
        var set = Set(columns, types, fields);
        var yaml = $"version: 1\ndescriptor: t.binpb\nmessage: table_t\n{mapping}\n";
        var plan = TestPlans.Compile(yaml, set, types: DescriptorTypes.Read(set, "table_t")).Plan!;
        var (rows, error) = TestEncoding.Body(plan, body);
        return error?.ToString() ?? new RecordInspector(plan, plan.Targets[0]).ToJson(Assert.Single(rows));
    }

    private static byte[] Set(FieldDescriptorProto[] columns, (int[] Path, string Text)[] types, FieldDescriptorProto[] fields)
    {
        var part = new DescriptorProto { Name = "Part", Field = { fields } };
        if (fields.Any(f => f.HasOneofIndex)) part.OneofDecl.Add(new OneofDescriptorProto { Name = "choice" });
        var file = new FileDescriptorProto
        {
            Name = "t.proto",
            MessageType = { new DescriptorProto { Name = "table_t", Field = { columns }, NestedType = { part } } },
            SourceCodeInfo = new SourceCodeInfo(),
        };
        foreach (var (path, text) in types)
        {
            var location = new SourceCodeInfo.Types.Location { Path = { path }, TrailingComments = $" {text}\n" };
            file.SourceCodeInfo.Location.Add(location);
        }
        return new FileDescriptorSet { File = { file } }.ToByteArray();
    }

    private static FieldDescriptorProto Text(string name, int number) => Single(name, number, FieldType.String);

    private static FieldDescriptorProto Single(string name, int number, FieldType type) =>
        new() { Name = name, Number = number, Type = type, Label = Label.Optional };

    private static FieldDescriptorProto Choice(string name, int number, FieldType type) =>
        new() { Name = name, Number = number, Type = type, Label = Label.Optional, OneofIndex = 0 };

    private static FieldDescriptorProto Part(int number) => new()
    {
        Name = "part",
        Number = number,
        Type = FieldType.Message,
        TypeName = ".table_t.Part",
        Label = Label.Optional,
    };
}
