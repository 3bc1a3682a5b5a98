using Google.Protobuf;
using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Language.Types;
using SqsIngestor.Pipeline.Plans;
using FieldType = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Type;
using Label = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Label;

namespace SqsIngestor.Mapping.Tests.Language.Oracle;

/// <summary>A random table and a random mapping of it, with every form, option and policy.</summary>
internal sealed class RandomMapping
{
    private readonly Random _random;

    public RandomMapping(int seed)
    {
        _random = new Random(seed);
        (Mapping, var mustBeObject) = Create();
        Body = new RandomBody(_random, mustBeObject).Text;
    }

    public MappingModel Mapping { get; }

    public string Body { get; }

    /// <summary>The table's message, as protoc would describe it.</summary>
    public byte[] Descriptors
    {
        get
        {
            var table = Message("table_random", ".table_random", Mapping.Fields);
            var rest = new FieldDescriptorProto
            {
                Name = "rest",
                Number = RestNumber,
                Type = FieldType.String,
                Label = Label.Optional,
            };
            if (Mapping.Scopes.Count > 0) table.Field.Add(rest);
            var file = new FileDescriptorProto { Name = "random.proto", MessageType = { table } };
            TypeComments.Write(file, Mapping.Fields);
            return new FileDescriptorSet { File = { file } }.ToByteArray();
        }
    }

    /// <summary>What the function reads of the comments.</summary>
    public TableTypes? Types => DescriptorTypes.Read(Descriptors, "table_random");

    public const int RestNumber = 900;

    private (MappingModel Mapping, bool HasExpression) Create()
    {
        string[] scopes = _random.Next(6) switch
        {
            0 => [],
            1 or 2 => ["body"],
            3 => ["body", "line"],
            _ => ["all"],
        };
        var isExploded = scopes.Contains("line") || _random.Next(4) == 0;
        var columns = new RandomColumns(_random, canRescue: scopes.Length > 0, isExploded, hasTypes: _random.Next(3) > 0);
        var words = new[] { "to_null", "to_null", scopes.Length > 0 ? "rescue" : "fail" };
        string? Default(int among) => _random.Next(among) == 0 ? RandomColumns.Pick(_random, words) : null;
        var explode = isExploded
            ? new PathModel("body", _random.Next(4) == 0 ? [("m0", 0), ("m1", 0)] : [("m0", 0)])
            : null;
        var fields = new List<FieldModel>();
        var auto = _random.Next(3) == 0
            ? new PathModel(isExploded && _random.Next(2) == 0 ? "line" : "body", _random.Next(2) == 0 ? [] : [("m2", 0)])
            : null;
        var isCamel = auto is not null && _random.Next(3) == 0;
        if (auto is not null)
        {
            var named = columns.Named(0);
            fields.AddRange(new AutoModel(isCamel).Columns(named, auto));
        }
        for (var i = _random.Next(1, 5); i > 0; i--) fields.Add(columns.Field($"f{fields.Count}", fields.Count + 1, 0));
        if (_random.Next(4) == 0) fields = [.. RandomColumns.Choose(fields)];
        if (_random.Next(8) == 0) fields.Add(new FieldModel("unused", fields.Count + 1, FieldKind.Text));
        var mapping = new MappingModel(fields)
        {
            Scopes = scopes,
            Excluded = scopes.Contains("all") || scopes.Contains("body") && _random.Next(4) == 0
                ? [.. Enumerable.Range(0, _random.Next(2)).Select(_ => columns.Path("body", 1))] : [],
            DefaultOnMissing = Default(4),
            DefaultOnNull = Default(4),
            DefaultOnError = _random.Next(4) == 0 ? null : Default(1),
            Explode = explode,
            Empty = RandomColumns.Pick(_random, "skip", "row", "fail"),
            Absent = RandomColumns.Pick(_random, "skip", "row", "fail"),
            When = _random.Next(8) == 0 ? "m1" : null,
            Auto = auto,
            IsCamel = isCamel,
        };
        return (mapping, columns.HasExpression);
    }

    private static DescriptorProto Message(string name, string fullName, IReadOnlyList<FieldModel> fields)
    {
        var message = new DescriptorProto { Name = name };
        if (fields.Any(f => f.IsChoice)) message.OneofDecl.Add(new OneofDescriptorProto { Name = "choice" });
        foreach (var field in fields)
        {
            var proto = new FieldDescriptorProto { Name = field.Name, Number = field.Number, Label = Label.Optional };
            proto.JsonName = field.JsonName ?? MemberNaming.Camel(field.Name);
            message.Field.Add(proto);
            if (field.IsChoice) proto.OneofIndex = 0;
            if (field.IsRequired) proto.Label = Label.Required;
            if (field.IsList || field.IsMap) proto.Label = Label.Repeated;
            var single = field.IsMap ? new FieldDescriptorProto { Name = "value", Number = 2, Label = Label.Optional } : proto;
            single.Type = field.Kind switch
            {
                FieldKind.Text => FieldType.String,
                FieldKind.Integer => FieldType.Int64,
                FieldKind.Small => FieldType.Int32,
                FieldKind.Bool => FieldType.Bool,
                FieldKind.Double => FieldType.Double,
                _ => FieldType.Message,
            };
            if (field.Kind == FieldKind.Struct)
            {
                var nested = $"S{field.Number}";
                single.TypeName = $"{fullName}.{nested}";
                message.NestedType.Add(Message(nested, single.TypeName, field.Fields));
            }
            if (!field.IsMap) continue;
            // The name of an entry follows from the name of its field.
            var entry = new DescriptorProto
            {
                Name = MemberNaming.Camel("_" + field.Name) + "Entry",
                Options = new MessageOptions { MapEntry = true },
            };
            var keys = field.HasIntegerKeys ? FieldType.Int32 : FieldType.String;
            entry.Field.Add(new FieldDescriptorProto { Name = "key", Number = 1, Type = keys, Label = Label.Optional });
            entry.Field.Add(single);
            message.NestedType.Add(entry);
            (proto.Type, proto.TypeName) = (FieldType.Message, $"{fullName}.{entry.Name}");
        }
        return message;
    }
}
