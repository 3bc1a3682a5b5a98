using Google.Protobuf.Reflection;
using SqsIngestor.Catalog.Types;
using Label = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Label;
using ProtobufType = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Type;

namespace SqsIngestor.Catalog.Protobuf.Files;

/// <summary>
/// Reads the table that a message describes. A comment after a field can name its Delta type; otherwise the protobuf type
/// decides.
/// </summary>
public sealed class MessageTable
{
    private readonly MessageIndex _index;
    private readonly Func<string, DeltaType?> _hints;
    private readonly List<MessageTableException> _problems = [];
    private readonly bool _shows;

    private MessageTable(FileDescriptorSet set, Func<string, DeltaType?>? hints, bool shows = false) =>
        (_index, _hints, _shows) = (new MessageIndex(set), hints ?? (_ => null), shows);

    /// <summary>Reads a message of a set.</summary>
    /// <param name="set">The set, as protoc writes it.</param>
    /// <param name="message">The message's full name.</param>
    /// <param name="name">The table's name; null for the one in the message's comment, or
    /// <c>main.default.&lt;message&gt;</c>.</param>
    /// <param name="hints">Types known from elsewhere, by path such as <c>customer.id</c>; they override comments.</param>
    /// <exception cref="MessageTableException">The set does not have the message, or a field has no Delta type.</exception>
    public static CatalogTable Read(
        FileDescriptorSet set, string message, TableName? name = null, Func<string, DeltaType?>? hints = null)
    {
        var table = Read(set, message, out var problems, name, hints);
        return problems.Count == 0 ? table : throw problems[0];
    }

    /// <summary>Reads a message of a set, with every field that a table can have.</summary>
    /// <param name="set">The set, as protoc writes it.</param>
    /// <param name="message">The message's full name.</param>
    /// <param name="problems">Receives why the other fields have no Delta type; a STRING stands for each.</param>
    /// <param name="name">As for the other <see cref="Read(FileDescriptorSet, string, TableName?, Func{string, DeltaType?}?)"/>.
    /// </param>
    /// <param name="hints">The same.</param>
    /// <exception cref="MessageTableException">The set does not have the message.</exception>
    public static CatalogTable Read(
        FileDescriptorSet set, string message, out IReadOnlyList<MessageTableException> problems, TableName? name = null,
        Func<string, DeltaType?>? hints = null)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(message);
        var reader = new MessageTable(set, hints);
        var table = reader.Read(message, name);
        problems = reader._problems;
        return table;
    }

    /// <summary>
    /// Reads a message for people. A field that no table has, such as a google.protobuf.Struct, has an
    /// <see cref="UnknownType"/> with the name of its protobuf type.
    /// </summary>
    /// <param name="set">The set, as protoc writes it.</param>
    /// <param name="message">The message's full name.</param>
    /// <exception cref="MessageTableException">The set does not have the message.</exception>
    public static CatalogTable ReadToShow(FileDescriptorSet set, string message)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(message);
        return new MessageTable(set, null, shows: true).Read(message, null);
    }

    private CatalogTable Read(string message, TableName? name)
    {
        var root = _index.Find(message) ?? throw new MessageTableException("", $"the set has no message {message}.");
        var above = root.Comments.Above(root.Path);
        var written = above.Count > 0 ? TableName.TryParse(above[0].Trim()) : null;
        var fields = Fields(root, null, "", [root.FullName]);
        return new CatalogTable(
            name ?? written ?? DefaultName(root),
            [.. fields.Select((f, i) => new Column(f.Name, f.Type) { Nullable = f.Nullable, Comment = f.Comment, Position = i })])
        {
            HasDefaultSchema = (name ?? written) is null,
            IsDescribed = true,
            Comment = written is not null && above.Count > 1 ? string.Join('\n', above.Skip(1)) : null,
        };
    }

    private static TableName DefaultName(IndexedMessage root)
    {
        var table = root.Message.Name.StartsWith("table_", StringComparison.Ordinal) ? root.Message.Name[6..] : root.Message.Name;
        return new TableName(
            TableName.DefaultCatalog, TableName.DefaultSchema, table.Length > 0 ? table : root.Message.Name);
    }

    private List<StructField> Fields(IndexedMessage message, StructType? known, string prefix, IReadOnlyList<string> open)
    {
        var fields = new List<StructField>(message.Message.Field.Count);
        for (var i = 0; i < message.Message.Field.Count; i++)
        {
            var field = message.Message.Field[i];
            var outer = known?.Fields.FirstOrDefault(f => f.Name == field.Name);
            fields.Add(Field(message, field, message.Path.Field(i), outer, prefix + field.Name, open));
        }

        return fields;
    }

    private StructField Field(
        IndexedMessage owner, FieldDescriptorProto field, IReadOnlyList<int> place, StructField? outer, string path,
        IReadOnlyList<string> open)
    {
        var comment = TypeComment.Read(owner.Comments.Behind(place));
        var hint = comment?.Type ?? outer?.Type;
        var above = owner.Comments.Above(place);
        var repeated = field.Label == Label.Repeated;
        return new StructField(field.Name, Type(field, hint, path, open))
        {
            // The label tells it for single fields; for repeated fields, only the comment can.
            Nullable = repeated ? !(comment?.NotNull ?? outer is { Nullable: false }) : field.Label != Label.Required,
            Comment = above.Count > 0 ? string.Join('\n', above) : outer?.Comment,
        };
    }

    private DeltaType Type(FieldDescriptorProto field, DeltaType? hint, string path, IReadOnlyList<string> open)
    {
        if (field.Type == ProtobufType.Message && _index.Find(field.TypeName) is { Message.Options.MapEntry: true } entry)
        {
            var map = hint as MapType;
            return new MapType(
                Single(entry.Message.Field[0], map?.Key, $"{path}.key", open),
                Single(entry.Message.Field[1], map?.Value, $"{path}.value", open));
        }

        return field.Label == Label.Repeated
            ? new ArrayType(Single(field, (hint as ArrayType)?.Element, $"{path}.element", open))
            : Single(field, hint, path, open);
    }

    private DeltaType Single(FieldDescriptorProto field, DeltaType? hint, string path, IReadOnlyList<string> open)
    {
        if (field.Type is ProtobufType.Message or ProtobufType.Group)
        {
            var name = field.TypeName.TrimStart('.');
            if (_shows && name.StartsWith("google.protobuf.", StringComparison.Ordinal)) return new UnknownType(name);
            if (_index.Find(field.TypeName) is not { } message)
                return Refuse(path, name, $"{field.TypeName} is not in the set. Compile the set with --include_imports.");
            if (open.Contains(message.FullName))
                return Refuse(path, name, $"{message.FullName} contains itself; a STRUCT cannot.");
            return new StructType(Fields(message, hint as StructType, $"{path}.", [.. open, message.FullName]));
        }

        hint = _hints(path) ?? hint;
        if (hint is not null and not StructType && ProtobufTypes.Of(hint.Kind) == field.Type) return hint;
        return ProtobufTypes.ToDelta(field.Type) is { } kind
            ? new ScalarType(kind)
            : Refuse(
                path, ProtobufTypes.Name(field.Type),
                $"{ProtobufTypes.Name(field.Type)} has no Delta type. Use int64, or string for a DECIMAL(20,0).");
    }

    private DeltaType Refuse(string path, string type, string reason)
    {
        _problems.Add(new MessageTableException(path, reason));
        return _shows ? new UnknownType(type) : new ScalarType(DeltaKind.String);
    }
}

/// <summary>A message does not describe a table: which field, why, and what to do.</summary>
public sealed class MessageTableException : Exception
{
    internal MessageTableException(string path, string message)
        : base(path.Length == 0 ? message : $"{path}: {message}") => Path = path;

    /// <summary>The path of the field; empty for the whole message.</summary>
    public string Path { get; }
}
