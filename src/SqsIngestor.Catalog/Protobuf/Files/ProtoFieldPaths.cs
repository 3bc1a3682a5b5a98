namespace SqsIngestor.Catalog.Protobuf.Files;

/// <summary>Paths into a FileDescriptorProto, made of field numbers and positions.</summary>
internal static class ProtoFieldPaths
{
    /// <summary>The path of the file's <c>syntax</c>.</summary>
    public static IReadOnlyList<int> Syntax { get; } = [12];

    /// <summary>The path of the file's <c>package</c>.</summary>
    public static IReadOnlyList<int> Package { get; } = [2];

    public static IReadOnlyList<int> Message(int index) => [4, index];

    public static IReadOnlyList<int> Enum(int index) => [5, index];

    public static IReadOnlyList<int> Field(this IReadOnlyList<int> message, int index) => [.. message, 2, index];

    public static IReadOnlyList<int> Nested(this IReadOnlyList<int> message, int index) => [.. message, 3, index];

    public static IReadOnlyList<int> NestedEnum(this IReadOnlyList<int> message, int index) => [.. message, 4, index];

    public static IReadOnlyList<int> Value(this IReadOnlyList<int> enumeration, int index) => [.. enumeration, 2, index];
}
