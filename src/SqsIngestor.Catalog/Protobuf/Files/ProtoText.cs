using System.Globalization;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Label = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Label;
using ProtobufType = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Type;

namespace SqsIngestor.Catalog.Protobuf.Files;

/// <summary>
/// Writes a file's descriptor as .proto text: messages, fields, groups, maps, enums, oneofs, options and comments. Services,
/// extensions, and options that a file defines are left out: rows do not use them.
/// </summary>
public sealed class ProtoText
{
    private const int MostFieldNumber = 536_870_911;

    private readonly StringBuilder _text = new();
    private readonly FileDescriptorProto _file;
    private readonly FileComments _comments;

    private ProtoText(FileDescriptorProto file) => (_file, _comments) = (file, new FileComments(file));

    /// <summary>The text, lines ending with LF.</summary>
    /// <param name="file">The file's descriptor.</param>
    public static string Write(FileDescriptorProto file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var writer = new ProtoText(file);
        writer.WriteFile();
        return writer._text.ToString();
    }

    private void WriteFile()
    {
        foreach (var detached in _comments.Detached(ProtoFieldPaths.Syntax)) WriteComment(detached, "");
        WriteComment(_comments.Above(ProtoFieldPaths.Syntax), "");
        _text.Append(
            _file.Syntax switch
            {
                // The names of the enum's members are the years behind an underscore.
                "editions" => $"edition = \"{_file.Edition.ToString().TrimStart('_')}\"",
                "proto3" => "syntax = \"proto3\"",
                _ => "syntax = \"proto2\"",
            })
            .Append(";\n");
        if (_file.HasPackage) _text.Append(CultureInfo.InvariantCulture, $"\npackage {_file.Package};\n");
        if (_file.Dependency.Count > 0) _text.Append('\n');
        for (var i = 0; i < _file.Dependency.Count; i++)
        {
            var kind = _file.PublicDependency.Contains(i) ? "public " : _file.WeakDependency.Contains(i) ? "weak " : "";
            _text.Append(CultureInfo.InvariantCulture, $"import {kind}\"{_file.Dependency[i]}\";\n");
        }

        if (ProtoOptions.Of(_file.Options).Any()) _text.Append('\n');
        WriteOptions(_file.Options, "");
        for (var i = 0; i < _file.EnumType.Count; i++) WriteEnum(_file.EnumType[i], ProtoFieldPaths.Enum(i), "");
        for (var i = 0; i < _file.MessageType.Count; i++)
        {
            WriteMessage(_file.MessageType[i], ProtoFieldPaths.Message(i), "", Scope(_file.Package, _file.MessageType[i].Name));
        }
    }

    private void WriteMessage(DescriptorProto message, IReadOnlyList<int> path, string indent, string fullName)
    {
        _text.Append('\n');
        WriteComment(_comments.Above(path), indent);
        _text.Append(CultureInfo.InvariantCulture, $"{indent}message {message.Name} {{\n");
        WriteBody(message, path, indent, fullName);
    }

    /// <summary>What is between the braces of a message or a group, and the closing one.</summary>
    private void WriteBody(DescriptorProto message, IReadOnlyList<int> path, string indent, string fullName)
    {
        WriteComment(_comments.Behind(path), indent + "  ");
        WriteOptions(message.Options, indent + "  ");
        WriteReserved(
            message.ReservedRange.Select(range => Range(range.Start, range.End - 1, MostFieldNumber)), message.ReservedName,
            indent);
        foreach (var range in message.ExtensionRange)
        {
            _text.Append(
                CultureInfo.InvariantCulture, $"{indent}  extensions {Range(range.Start, range.End - 1, MostFieldNumber)};\n");
        }

        var open = -1;
        for (var i = 0; i < message.Field.Count; i++)
        {
            var oneof = message.Field[i] is { HasOneofIndex: true, Proto3Optional: false } member ? member.OneofIndex : -1;
            if (oneof != open && open >= 0) _text.Append(CultureInfo.InvariantCulture, $"{indent}  }}\n");
            if (oneof != open && oneof >= 0)
            {
                _text.Append(CultureInfo.InvariantCulture, $"{indent}  oneof {message.OneofDecl[oneof].Name} {{\n");
                WriteOptions(message.OneofDecl[oneof].Options, indent + "    ");
            }
            open = oneof;
            var deeper = indent + (oneof < 0 ? "  " : "    ");
            if (GroupIndex(message, message.Field[i]) is >= 0 and var group)
            {
                WriteGroup(message, message.Field[i], (path.Field(i), path.Nested(group)), group, deeper, fullName);
            }
            else
            {
                WriteField(message, message.Field[i], path.Field(i), deeper, fullName);
            }
        }

        if (open >= 0) _text.Append(CultureInfo.InvariantCulture, $"{indent}  }}\n");
        for (var i = 0; i < message.EnumType.Count; i++) WriteEnum(message.EnumType[i], path.NestedEnum(i), indent + "  ");
        var groups = message.Field.Select(field => GroupIndex(message, field)).ToHashSet();
        for (var i = 0; i < message.NestedType.Count; i++)
        {
            if (message.NestedType[i].Options?.MapEntry == true || groups.Contains(i)) continue;
            WriteMessage(message.NestedType[i], path.Nested(i), indent + "  ", Scope(fullName, message.NestedType[i].Name));
        }

        _text.Append(CultureInfo.InvariantCulture, $"{indent}}}\n");
    }

    private void WriteField(
        DescriptorProto message, FieldDescriptorProto field, IReadOnlyList<int> path, string indent, string scope)
    {
        WriteComment(_comments.Above(path), indent);
        var entry = message.NestedType.FirstOrDefault(
            nested =>
            nested.Options?.MapEntry == true
                && field.TypeName.EndsWith("." + nested.Name, StringComparison.Ordinal)
                && field.Type == ProtobufType.Message);
        var declaration = entry is not null
            ? $"map<{TypeName(entry.Field[0], scope)}, {TypeName(entry.Field[1], scope)}>"
            : FieldLabel(field) + TypeName(field, scope);
        _text.Append(
            CultureInfo.InvariantCulture,
            $"{indent}{declaration} {field.Name} = {field.Number}{ProtoOptions.Behind(field)};");
        var behind = _comments.Behind(path);
        if (behind.Count > 0) _text.Append(" //").Append(FileComments.Text(behind.Take(1)).TrimEnd('\n'));
        _text.Append('\n');
        WriteComment([.. behind.Skip(1)], indent);
    }

    /// <summary>A group is a field and its message in one declaration.</summary>
    private void WriteGroup(
        DescriptorProto message, FieldDescriptorProto field, (IReadOnlyList<int> Field, IReadOnlyList<int> Nested) paths,
        int index, string indent, string scope)
    {
        var group = message.NestedType[index];
        WriteComment(_comments.Above(paths.Field), indent);
        _text.Append(
            CultureInfo.InvariantCulture,
            $"{indent}{FieldLabel(field)}group {group.Name} = {field.Number}{ProtoOptions.Behind(field)} {{\n");
        WriteBody(group, paths.Nested, indent, Scope(scope, group.Name));
    }

    /// <summary>The place of a group's message among the nested ones; -1 if the field is none.</summary>
    private static int GroupIndex(DescriptorProto message, FieldDescriptorProto field)
    {
        if (field.Type != ProtobufType.Group) return -1;
        var name = field.TypeName[(field.TypeName.LastIndexOf('.') + 1)..];
        for (var i = 0; i < message.NestedType.Count; i++)
        {
            if (message.NestedType[i].Name == name) return i;
        }

        return -1;
    }

    private string FieldLabel(FieldDescriptorProto field) => field.Label switch
    {
        Label.Repeated => "repeated ",
        Label.Required => "required ",
        _ when field.HasOneofIndex && !field.Proto3Optional => "",
        _ when _file.Syntax is "proto3" or "editions" && !field.Proto3Optional => "",
        _ => "optional ",
    };

    private static string TypeName(FieldDescriptorProto field, string scope)
    {
        if (field.Type is not (ProtobufType.Message or ProtobufType.Enum or ProtobufType.Group))
        {
            return ProtobufTypes.Name(field.Type);
        }
        // What is nested in this message is found first by its own name; everything else is written out.
        var own = $".{scope}.";
        var rest = field.TypeName.StartsWith(own, StringComparison.Ordinal) ? field.TypeName[own.Length..] : "";
        return rest.Length > 0 && !rest.Contains('.', StringComparison.Ordinal) ? rest : field.TypeName;
    }

    private void WriteEnum(EnumDescriptorProto type, IReadOnlyList<int> path, string indent)
    {
        _text.Append('\n');
        WriteComment(_comments.Above(path), indent);
        _text.Append(CultureInfo.InvariantCulture, $"{indent}enum {type.Name} {{\n");
        WriteOptions(type.Options, indent + "  ");
        WriteReserved(
            type.ReservedRange.Select(range => Range(range.Start, range.End, int.MaxValue)), type.ReservedName, indent);
        for (var i = 0; i < type.Value.Count; i++)
        {
            WriteComment(_comments.Above(path.Value(i)), indent + "  ");
            var options = string.Join(", ", ProtoOptions.Of(type.Value[i].Options));
            var behind = options.Length == 0 ? "" : $" [{options}]";
            _text.Append(CultureInfo.InvariantCulture, $"{indent}  {type.Value[i].Name} = {type.Value[i].Number}{behind};\n");
        }

        _text.Append(CultureInfo.InvariantCulture, $"{indent}}}\n");
    }

    private void WriteOptions(IMessage? options, string indent)
    {
        foreach (var option in ProtoOptions.Of(options)) _text.Append(indent).Append("option ").Append(option).Append(";\n");
    }

    private void WriteReserved(IEnumerable<string> ranges, IReadOnlyCollection<string> names, string indent)
    {
        foreach (var range in ranges) _text.Append(indent).Append("  reserved ").Append(range).Append(";\n");
        foreach (var name in names)
        {
            _text.Append(indent).Append("  reserved ").Append(_file.Syntax == "editions" ? name : $"\"{name}\"").Append(";\n");
        }
    }

    private static string Range(int first, int last, int most) => first == last
        ? first.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{first} to {(last == most ? "max" : $"{last}")}");

    private void WriteComment(IReadOnlyList<string> lines, string indent)
    {
        foreach (var line in lines) _text.Append(indent).Append(line.Length == 0 ? "//" : $"// {line}").Append('\n');
    }

    private static string Scope(string outer, string name) => outer.Length == 0 ? name : $"{outer}.{name}";
}
