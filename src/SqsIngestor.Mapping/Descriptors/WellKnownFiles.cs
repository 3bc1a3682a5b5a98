using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace SqsIngestor.Mapping.Descriptors;

/// <summary>The files under google/protobuf that compilers leave out of a set made without imports.</summary>
internal static class WellKnownFiles
{
    private static readonly FileDescriptor[] Files =
    [
        AnyReflection.Descriptor, ApiReflection.Descriptor, DescriptorReflection.Descriptor, DurationReflection.Descriptor,
        EmptyReflection.Descriptor, FieldMaskReflection.Descriptor, SourceContextReflection.Descriptor,
            StructReflection.Descriptor,
        TimestampReflection.Descriptor, TypeReflection.Descriptor, WrappersReflection.Descriptor,
    ];

    public static FileDescriptorProto? Find(string name) =>
        Array.Find(Files, f => f.Name == name) is { } file ? FileDescriptorProto.Parser.ParseFrom(file.SerializedData) : null;
}
