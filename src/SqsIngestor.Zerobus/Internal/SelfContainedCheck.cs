using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace SqsIngestor.Zerobus.Internal;

/// <summary>
/// Checks that a descriptor is self-contained, before anything is sent: the service gets one message-level DescriptorProto, so
/// every message and enum that it refers to must be nested in it.
/// </summary>
internal static class SelfContainedCheck
{
    public static void Check(ZerobusStreamOptions stream)
    {
        if (stream.RecordType != RecordType.Proto)
            return;
        if (stream.DescriptorProto.IsEmpty)
        {
            throw new ZerobusException(
                ZerobusErrorCode.DescriptorMissing, $"The PROTO stream to {stream.Table} has no descriptor.");
        }

        DescriptorProto message;
        try
        {
            message = DescriptorProto.Parser.ParseFrom(stream.DescriptorProto.Span);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw Invalid(stream, "it is not a serialized DescriptorProto", e);
        }

        if (message.Name.Length == 0)
            throw Invalid(stream, "it has no name");

        var names = new HashSet<string>(StringComparer.Ordinal);
        Collect(message, message.Name, names);
        Resolve(stream, message, names);
    }

    private static void Collect(DescriptorProto message, string path, HashSet<string> names)
    {
        names.Add(path);
        foreach (var nested in message.EnumType)
            names.Add($"{path}.{nested.Name}");
        foreach (var nested in message.NestedType)
            Collect(nested, $"{path}.{nested.Name}", names);
    }

    private static void Resolve(ZerobusStreamOptions stream, DescriptorProto message, HashSet<string> names)
    {
        foreach (var field in message.Field)
        {
            if (field.TypeName.Length > 0 && !IsNested(field.TypeName, names))
                throw Invalid(stream, $"field {field.Name} is of type {field.TypeName}, which is not nested in it");
        }

        foreach (var nested in message.NestedType)
            Resolve(stream, nested, names);
    }

    // A type name may carry a package and a leading dot, or be relative to any message around it.
    private static bool IsNested(string typeName, HashSet<string> names) =>
        names.Any(name => typeName == name
            || typeName.EndsWith("." + name, StringComparison.Ordinal)
            || name.EndsWith("." + typeName.TrimStart('.'), StringComparison.Ordinal));

    private static ZerobusException Invalid(ZerobusStreamOptions stream, string why, Exception? cause = null) => new(
        ZerobusErrorCode.DescriptorInvalid,
        $"The descriptor for {stream.Table} cannot be used: {why}.",
        innerException: cause);
}
