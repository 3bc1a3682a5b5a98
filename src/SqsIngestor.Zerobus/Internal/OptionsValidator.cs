using System.Buffers;
using SqsIngestor.Zerobus.Internal.Connections;

namespace SqsIngestor.Zerobus.Internal;

/// <summary>Refuses options outside their range before they are used.</summary>
internal static class OptionsValidator
{
    // RFC 9110, section 5.6.2.
    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public static void Check(ZerobusClientOptions options)
    {
        ZerobusEndpoint.Validate(options.Endpoint);
        AtLeastOne(options.MaxInFlightRequests, nameof(options.MaxInFlightRequests));
        AtLeastOne(options.MaxInFlightBytes, nameof(options.MaxInFlightBytes));
        Require(
            options.MaxTotalInFlightBytes is null or >= 1024 * 1024, nameof(options.MaxTotalInFlightBytes), "at least 1 MiB");
        AtLeastOne(options.ExpectedStreams, nameof(options.ExpectedStreams));
        Require(
            options.SharedConnections is >= 0 and <= 64, nameof(options.SharedConnections), "0 to 64; with 0, none is shared");
        if (options.SharedConnections > 0 && !SharingSupport.IsOn)
        {
            throw new ZerobusException(
                ZerobusErrorCode.OptionsInvalid, "This program was built without shared connections.",
                $"Remove the switch {SharingSupport.Switch}, or set {nameof(options.SharedConnections)} to 0.");
        }

        AtLeastOne(options.OpenAttempts, nameof(options.OpenAttempts));
        AtLeastOne(options.ReopensWithoutProgress, nameof(options.ReopensWithoutProgress));
        Require(options.OpensPerMinute >= 2, nameof(options.OpensPerMinute), "at least 2");
        Positive(options.OpenTimeout, nameof(options.OpenTimeout));
        Positive(options.AckTimeout, nameof(options.AckTimeout));
        Positive(options.FlushTimeout, nameof(options.FlushTimeout));
        Positive(options.FreezeRecovery, nameof(options.FreezeRecovery));
        Positive(options.SuspectAfter, nameof(options.SuspectAfter));
        Positive(options.DiscardAfter, nameof(options.DiscardAfter));
        NotNegative(options.BackoffInitial, nameof(options.BackoffInitial));
        NotNegative(options.BackoffMax, nameof(options.BackoffMax));
        NotNegative(options.LateAckWait, nameof(options.LateAckWait));
        Require(
            options.Proxy is null || (options.Proxy.IsAbsoluteUri && options.Proxy.Scheme is "http" or "https"),
            nameof(options.Proxy),
            "a URL of the form http://host:port or https://host:port");
        Require(
            options.ApplicationName is null || IsProduct(options.ApplicationName),
            nameof(options.ApplicationName),
            "name or name/version, each of letters, digits and !#$%&'*+-.^_`|~");
        if (options is { ConnectCallback: not null, Proxy: not null })
        {
            throw new ZerobusException(
                ZerobusErrorCode.OptionsInvalid,
                $"{nameof(options.ConnectCallback)} and {nameof(options.Proxy)} exclude each other.",
                $"Set one of them; a {nameof(options.ConnectCallback)} can use a proxy itself.");
        }
    }

    public static void Check(ZerobusStreamOptions stream, ZerobusClientOptions options)
    {
        if (stream.Persistent is not null)
            RequirePersistent(options);
        Require(
            stream.Persistent?.StreamId is not "", nameof(PersistentStreamOptions.StreamId),
            "the id of a stream, or null for a new one");
        Require(
            Enum.IsDefined(stream.RecordType), nameof(stream.RecordType),
            $"{nameof(RecordType.Proto)}, {nameof(RecordType.Json)} or {nameof(RecordType.Avro)}");
        if (stream.RecordType != RecordType.Avro)
            return;
        RequirePreview(options.Preview.Avro, nameof(options.Preview.Avro));
        Require(stream.AvroSchema.Length > 0, nameof(stream.AvroSchema), "the schema of the records, as JSON");
    }

    public static void RequirePersistent(ZerobusClientOptions options) =>
        RequirePreview(options.Preview.PersistentStreams, nameof(options.Preview.PersistentStreams));

    private static void RequirePreview(bool isOn, string name)
    {
        if (!isOn)
        {
            throw new ZerobusException(
                ZerobusErrorCode.OptionsInvalid, $"Preview.{name} is off.",
                $"Set {nameof(ZerobusClientOptions.Preview)}.{name} to use what is in development at the service.");
        }
    }

    private static bool IsProduct(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? IsToken(text) : IsToken(text.AsSpan(0, slash)) && IsToken(text.AsSpan(slash + 1));
    }

    private static bool IsToken(ReadOnlySpan<char> text) => text.Length > 0 && !text.ContainsAnyExcept(TokenCharacters);

    private static void AtLeastOne(long value, string name) => Require(value >= 1, name, "at least 1");

    private static void Positive(TimeSpan value, string name) => Require(value > TimeSpan.Zero, name, "more than zero");

    private static void NotNegative(TimeSpan value, string name) => Require(value >= TimeSpan.Zero, name, "zero or more");

    private static void Require(bool holds, string name, string range)
    {
        if (!holds)
            throw new ZerobusException(ZerobusErrorCode.OptionsInvalid, $"{name} is outside its range.", $"Set it to {range}.");
    }
}
