namespace SqsIngestor.Catalog.Protobuf;

/// <summary>The numbers of protobuf fields: 1 to 536,870,911, without those that protobuf reserves for itself.</summary>
public static class FieldNumbers
{
    /// <summary>The largest number.</summary>
    public const int Last = 536_870_911;

    /// <summary>The first number that protobuf reserves for itself.</summary>
    public const int FirstReserved = 19_000;

    /// <summary>The last number that protobuf reserves for itself.</summary>
    public const int LastReserved = 19_999;

    /// <summary>Whether a field can have the number.</summary>
    public static bool IsAllowed(int number) =>
        number is >= 1 and <= Last and not (>= FirstReserved and <= LastReserved);

    /// <summary>The number, or the next one that a field can have.</summary>
    /// <param name="number">At least 1.</param>
    public static int AtLeast(int number) => number is >= FirstReserved and <= LastReserved ? LastReserved + 1 : number;
}
