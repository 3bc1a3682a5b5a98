using System.Globalization;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using FieldType = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Type;
using Label = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Label;

namespace SqsIngestor.Mapping.Tests.Records;

/// <summary>
/// A random table, a random mapping of it and a random body. Every text and number of the body occurs once, so that it can be
/// found again. No option lets a value go on purpose.
/// </summary>
internal sealed class RandomCase
{
    private static readonly string[] Members = ["m0", "m1", "m2", "1", "a/b~\\u0022"];

    private readonly Random _random;
    private readonly StringBuilder _yaml = new();
    private int _tokens;
    private int _messages;

    public RandomCase(int seed, string scope)
    {
        _random = new Random(seed);
        var table = new DescriptorProto { Name = "table_random" };
        var exploded = scope == "all" && Chance(4);
        _yaml.AppendLine("version: 1\ndescriptor: random.binpb\nmessage: table_random");
        if (Chance(3)) _yaml.AppendLine("defaults: { on_error: rescue }");
        if (exploded)
        {
            var options = $"empty: {Pick("row", "fail")}, absent: {Pick("row", "fail")}";
            _yaml.AppendLine($"explode: {{ path: '$.body.m0[*]', as: line, max_rows: 100, {options} }}");
        }
        _yaml.AppendLine("columns:");
        var count = _random.Next(1, 6);
        for (var i = 0; i < count; i++) AddField(table, $"f{i}", exploded && Chance(2) ? "$.line" : "$.body", "  ", 0);
        table.Field.Add(Field("rest", table.Field.Count + 1, FieldType.String, Label.Optional));
        _yaml.AppendLine($"  rest: {{ rescued: {{ scope: {scope} }} }}");
        var file = new FileDescriptorProto { Name = "random.proto", MessageType = { table } };
        Descriptors = new FileDescriptorSet { File = { file } }.ToByteArray();
        Body = Chance(20) ? Value(3) : Object(3);
    }

    public string Mapping => _yaml.ToString();

    public byte[] Descriptors { get; }

    public string Body { get; }

    /// <summary>The texts and numbers of the body.</summary>
    public IEnumerable<string> Tokens => Enumerable.Range(0, _tokens).Select(Token);

    private static string Token(int index) => (7_000_000 + index).ToString(CultureInfo.InvariantCulture);

    private void AddField(DescriptorProto message, string name, string owner, string indent, int depth)
    {
        var number = message.Field.Count + 1;
        var label = Chance(12) ? Label.Required : Label.Optional;
        _yaml.Append($"{indent}{name}: ");
        switch (_random.Next(depth < 2 ? 9 : 4))
        {
            case 0 or 1:
                message.Field.Add(Field(name, number, FieldType.String, label));
                AddValue(owner, concat: true, isList: false);
                break;
            case 2:
                message.Field.Add(Field(name, number, FieldType.Int64, label));
                AddValue(owner, concat: false, isList: false);
                break;
            case 3:
                message.Field.Add(Field(name, number, Chance(2) ? FieldType.String : FieldType.Int64, Label.Repeated));
                AddValue(owner, concat: false, isList: true);
                break;
            case 4:
                AddStruct(message, Field(name, number, FieldType.Message, label), owner, indent, depth);
                break;
            case 5 or 6:
                AddStruct(message, Field(name, number, FieldType.Message, Label.Repeated), owner, indent, depth);
                break;
            default:
                AddMap(message, name, number, owner, indent, depth);
                break;
        }
    }

    private void AddStruct(DescriptorProto message, FieldDescriptorProto field, string owner, string indent, int depth)
    {
        var nested = new DescriptorProto { Name = $"S{_messages++}" };
        field.TypeName = nested.Name;
        message.Field.Add(field);
        message.NestedType.Add(nested);
        var path = Path(owner);
        var isList = field.Label == Label.Repeated;
        if (Chance(2))
        {
            // By name: the fields have the names of members.
            AddValue(owner, concat: false, isList);
            AddNamed(nested, depth);
            return;
        }
        _yaml.AppendLine();
        var presence = Chance(3) ? null : path;
        if (isList) _yaml.AppendLine($"{indent}  each: {Quote(path)}");
        else if (presence is not null) _yaml.AppendLine($"{indent}  from: {Quote(path)}");
        if (isList || presence is not null) _yaml.AppendLine($"{indent}  on_error: {OnError()}");
        if (isList) _yaml.AppendLine($"{indent}  null_items: {Pick("fail", "drop")}");
        _yaml.AppendLine($"{indent}  fields:");
        var inside = isList ? Pick("$.item", "$.item", owner) : presence ?? owner;
        AddFields(nested, inside, indent, depth);
    }

    private void AddMap(DescriptorProto message, string name, int number, string owner, string indent, int depth)
    {
        // The name of an entry follows from the name of its field.
        var entry = new DescriptorProto
        {
            Name = char.ToUpperInvariant(name[0]) + name[1..] + "Entry",
            Options = new MessageOptions { MapEntry = true },
        };
        var field = Field(name, number, FieldType.Message, Label.Repeated);
        field.TypeName = entry.Name;
        message.Field.Add(field);
        message.NestedType.Add(entry);
        entry.Field.Add(Field("key", 1, Chance(4) ? FieldType.Int32 : FieldType.String, Label.Optional));
        if (Chance(2))
        {
            entry.Field.Add(Field("value", 2, FieldType.String, Label.Optional));
            if (Chance(2))
            {
                AddValue(owner, concat: false, isList: true);
                return;
            }
            var key = Chance(3) ? $"key: {Quote(Path("$.value"))}, value: {Quote(Path("$.value"))}" : "value: $.value";
            _yaml.AppendLine($"{{ entries: {Quote(Path(owner))}, {key}, on_error: {OnError()} }}");
            return;
        }
        var nested = new DescriptorProto { Name = $"S{_messages++}" };
        message.NestedType.Add(nested);
        var value = Field("value", 2, FieldType.Message, Label.Optional);
        value.TypeName = nested.Name;
        entry.Field.Add(value);
        _yaml.AppendLine($"\n{indent}  entries: {Quote(Path(owner))}\n{indent}  on_error: {OnError()}\n{indent}  fields:");
        AddFields(nested, "$.value", indent, depth);
    }

    private void AddFields(DescriptorProto message, string owner, string indent, int depth)
    {
        var count = _random.Next(1, 4);
        for (var i = 0; i < count; i++) AddField(message, $"f{i}", owner, indent + "    ", depth + 1);
    }

    private void AddNamed(DescriptorProto message, int depth)
    {
        foreach (var name in Members.Where(m => m[0] == 'm' && Chance(2)))
        {
            var number = message.Field.Count + 1;
            if (depth < 2 && Chance(3))
            {
                var nested = new DescriptorProto { Name = $"S{_messages++}" };
                var field = Field(name, number, FieldType.Message, Chance(2) ? Label.Optional : Label.Repeated);
                field.TypeName = nested.Name;
                message.Field.Add(field);
                message.NestedType.Add(nested);
                AddNamed(nested, depth + 1);
                continue;
            }
            var label = Chance(8) ? Label.Required : Chance(4) ? Label.Repeated : Label.Optional;
            message.Field.Add(Field(name, number, Chance(2) ? FieldType.String : FieldType.Int64, label));
        }
    }

    private void AddValue(string owner, bool concat, bool isList)
    {
        var source = concat && Chance(3) ? $"concat: [{Quote(Path(owner))}, '-', {Quote(Path(owner))}]"
            : Chance(3) ? $"from: [{Quote(Path(owner))}, {Quote(Path(owner))}]"
            : $"from: {Quote(Path(owner))}";
        var nulls = isList ? $", null_items: {Pick("fail", "drop")}" : "";
        var missing = Chance(3) ? $", on_missing: {Pick("to_null", "rescue", "fail")}" : "";
        _yaml.AppendLine($"{{ {source}, on_error: {OnError()}{nulls}{missing} }}");
    }

    private string OnError() => Chance(4) ? "fail" : "rescue";

    private string Path(string owner)
    {
        var path = owner;
        var steps = _random.Next(owner is "$.item" or "$.value" or "$.line" ? 0 : 1, 3);
        for (var i = 0; i < steps; i++)
        {
            path += Chance(6) ? Pick("[0]", "[-1]", "[1]") : $"[\"{Members[_random.Next(Members.Length)]}\"]";
        }
        return path;
    }

    private static string Quote(string path) => $"'{path}'";

    private string Value(int depth) => _random.Next(depth > 0 ? 10 : 5) switch
    {
        0 or 1 or 2 => $"\"{Token(_tokens++)}\"",
        3 => Token(_tokens++) + Pick("", "", ".5"),
        4 => Pick("null", "{}", "[]"),
        5 or 6 => $"[{string.Join(", ", Enumerable.Range(0, _random.Next(4)).Select(_ => Value(depth - 1)))}]",
        _ => Object(depth - 1),
    };

    private string Object(int depth)
    {
        var names = Members.Where(_ => !Chance(3)).Concat(Chance(30) ? ["m1"] : []);
        return $"{{{string.Join(",", names.Select(n => $"\"{Spell(n)}\":{Value(depth)}"))}}}";
    }

    private string Spell(string name) => Chance(5) ? name.Replace("m", "\\u006d", StringComparison.Ordinal) : name;

    private static FieldDescriptorProto Field(string name, int number, FieldType type, Label label) =>
        new() { Name = name, Number = number, Type = type, Label = label };

    private bool Chance(int one) => _random.Next(one) == 0;

    private string Pick(params string[] words) => words[_random.Next(words.Length)];
}
