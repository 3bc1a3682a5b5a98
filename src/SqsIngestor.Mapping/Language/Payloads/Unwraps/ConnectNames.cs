namespace SqsIngestor.Mapping.Language.Payloads.Unwraps;

/// <summary>
/// The types that Kafka Connect and Debezium name in a schema, next to the plain type of the value: the only list of them. Other
/// names do not change how the value is read.
/// </summary>
public static class ConnectNames
{
    private const string Connect = "org.apache.kafka.connect.data.";
    private const string Debezium = "io.debezium.time.";

    /// <summary>All of them. Static, so that it can be read by any thread.</summary>
    public static IReadOnlyList<ConnectName> All { get; } =
    [
        new($"{Connect}Decimal", ConnectKind.FixedScaleDecimal),
        new("io.debezium.data.VariableScaleDecimal", ConnectKind.VariableScaleDecimal),
        new($"{Connect}Date", ConnectKind.Date),
        new($"{Debezium}Date", ConnectKind.Date),
        new($"{Connect}Timestamp", ConnectKind.Timestamp, Digits: 3),
        new($"{Debezium}Timestamp", ConnectKind.Timestamp, Digits: 3),
        new($"{Debezium}MicroTimestamp", ConnectKind.Timestamp, Digits: 6),
        new($"{Debezium}NanoTimestamp", ConnectKind.Timestamp, Digits: 9),
        new($"{Debezium}ZonedTimestamp", ConnectKind.TimestampText),
        new($"{Connect}Time", ConnectKind.Time, Digits: 3),
        new($"{Debezium}Time", ConnectKind.Time, Digits: 3),
        new($"{Debezium}MicroTime", ConnectKind.Time, Digits: 6),
        new($"{Debezium}NanoTime", ConnectKind.Time, Digits: 9),
    ];

    private static readonly Dictionary<string, ConnectName> ByName =
        All.ToDictionary(static each => each.Name, StringComparer.Ordinal);

    /// <summary>The type of a name; null if the name says nothing.</summary>
    /// <param name="name">The <c>name</c> in a schema.</param>
    public static ConnectName? Find(string name) => ByName.GetValueOrDefault(name);
}

/// <summary>A type that Kafka Connect or Debezium names in a schema.</summary>
/// <param name="Name">The <c>name</c> in the schema.</param>
/// <param name="Kind">What a value is.</param>
/// <param name="Digits">Of a number that is a time, the digits of a second after the point: 3, 6 or 9. Default: 0.</param>
public sealed record ConnectName(string Name, ConnectKind Kind, int Digits = 0);
