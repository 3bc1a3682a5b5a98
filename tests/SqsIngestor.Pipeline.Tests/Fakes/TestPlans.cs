using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Language;

namespace SqsIngestor.Pipeline.Tests.Fakes;

/// <summary>Plans of mappings over one small message: an id and a number, which is the body of the message.</summary>
internal static class TestPlans
{
    public const string Table = "main.raw.numbers";

    private const string Columns =
        """
        columns:
          id: $.message.messageId
          number: $.message.body
        """;

    /// <summary>One row per message.</summary>
    /// <param name="policies">Further keys of the mapping, a line each.</param>
    /// <param name="fields">Optional fields of the table besides the two; they stay unset.</param>
    public static MappingPlan One(string policies = "", params string[] fields) =>
        Compile($"table: {Table}\nmessage: numbers\n{Ignore(fields)}{policies}\n{Columns}", fields);

    /// <summary>Two rows per message, one in main.raw.numbers and one in main.raw.copies.</summary>
    public static MappingPlan Two() => Each(Table, "main.raw.copies");

    /// <summary>A row in each of some tables per message, in this order.</summary>
    public static MappingPlan Each(params string[] tables)
    {
        var columns = Columns.Replace("\n", "\n    ", StringComparison.Ordinal);
        return Compile(
            "tables:\n" + string.Join('\n', tables.Select(table => $"  - table: {table}\n    message: numbers\n    {columns}")));
    }

    /// <summary>A row in main.raw.numbers for a message with the body 1, in main.raw.copies for any other.</summary>
    public static MappingPlan Either() => OneOf(Table, "main.raw.copies");

    /// <summary>A row in the first of some tables for a message with the body 1, in the second for 2, in the last for any
    /// other.</summary>
    public static MappingPlan OneOf(params string[] tables)
    {
        var columns = Columns.Replace("\n", "\n    ", StringComparison.Ordinal);
        var entries = tables.Select((table, i) =>
        {
            var when = i < tables.Length - 1 ? $"    when: body == {i + 1}\n" : "";
            return $"  - table: {table}\n{when}    message: numbers\n    {columns}";
        });
        return Compile("match: first\ntables:\n" + string.Join('\n', entries));
    }

    /// <summary>
    /// A row in main.raw.numbers for each element of a body that is an array, one in main.raw.copies for any other message.
    /// </summary>
    public static MappingPlan Exploding()
    {
        var columns = Columns.Replace("\n", "\n    ", StringComparison.Ordinal);
        return Compile(
            $"match: first\ntables:\n  - table: {Table}\n    when: type(body) == list\n    message: numbers\n"
            + "    explode: { path: '$.body[*]', as: element, max_rows: 100 }\n"
            + $"    {columns.Replace("$.message.body", "$.element", StringComparison.Ordinal)}\n"
            + $"  - table: main.raw.copies\n    message: numbers\n    {columns}");
    }

    /// <summary>A row for each element of a body that is an array, but none for one that is not a number.</summary>
    public static MappingPlan Skipping() => Compile(
        $"table: {Table}\nmessage: numbers\nexplode: {{ path: '$.body[*]', as: element, max_rows: 100 }}\n"
        + "columns:\n  id: $.message.messageId\n  number: { from: $.element, on_error: skip_row }");

    /// <summary>A row with the member <c>n</c> of the body.</summary>
    public static MappingPlan Member() => Compile(
        $"table: {Table}\nmessage: numbers\ncolumns:\n  id: $.message.messageId\n  number: $.body.n");

    /// <summary>A row in main.raw.numbers for the first receive of a message, and one in main.raw.copies for each.</summary>
    public static MappingPlan FirstReceiveOnly()
    {
        var columns = Columns.Replace("\n", "\n    ", StringComparison.Ordinal);
        return Compile(
            $"tables:\n  - table: {Table}\n    when: meta.receiveCount == 1\n    message: numbers\n    {columns}\n"
            + $"  - table: main.raw.copies\n    message: numbers\n    {columns}");
    }

    /// <summary>A row in main.raw.numbers for each message, and one in main.raw.copies for the body 1.</summary>
    public static MappingPlan CopiesOfOnes()
    {
        var columns = Columns.Replace("\n", "\n    ", StringComparison.Ordinal);
        return Compile(
            $"tables:\n  - table: {Table}\n    message: numbers\n    {columns}\n"
            + $"  - table: main.raw.copies\n    when: body == 1\n    message: numbers\n    {columns}");
    }

    private static string Ignore(string[] fields) => fields.Length == 0 ? "" : $"ignore: [{string.Join(", ", fields)}]\n";

    private static MappingPlan Compile(string mapping, params string[] fields)
    {
        var descriptors = Descriptors(fields);
        var options = new MappingCompilerOptions { Descriptors = name => new DescriptorFile(name, descriptors) };
        var (plan, diagnostics) = MappingCompiler.Compile(
            Encoding.UTF8.GetBytes($"version: 1\ndescriptor: numbers.binpb\n{mapping}\n"), "numbers.yaml", options);
        Assert.True(plan is not null, string.Join('\n', diagnostics));
        return plan;
    }

    private static byte[] Descriptors(string[] fields)
    {
        var message = new DescriptorProto { Name = "numbers" };
        Add("id", FieldDescriptorProto.Types.Type.String);
        Add("number", FieldDescriptorProto.Types.Type.Int32);
        foreach (var field in fields) Add(field, FieldDescriptorProto.Types.Type.String);
        var file = new FileDescriptorProto { Name = "numbers.proto", Syntax = "proto2", MessageType = { message } };
        return new FileDescriptorSet { File = { file } }.ToByteArray();

        void Add(string name, FieldDescriptorProto.Types.Type type) => message.Field.Add(new FieldDescriptorProto
        {
            Name = name,
            Number = message.Field.Count + 1,
            Type = type,
            Label = FieldDescriptorProto.Types.Label.Optional,
        });
    }
}
