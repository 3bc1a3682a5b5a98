using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records;

/// <summary>What a value must be, because columns read parts of it.</summary>
[Flags]
internal enum ContainerShape : byte
{
    /// <summary>Nothing reads parts of it, so it may be anything.</summary>
    Any = 0,

    /// <summary>Columns read members.</summary>
    Object = 1,

    /// <summary>Columns read elements.</summary>
    Array = 2,
}

/// <summary>Holds values against a shape.</summary>
internal static class ContainerShapes
{
    public static bool Takes(this ContainerShape shape, ValueKind kind) =>
        shape == ContainerShape.Any
        || (kind == ValueKind.Object && (shape & ContainerShape.Object) != 0)
        || (kind == ValueKind.Array && (shape & ContainerShape.Array) != 0);
}
