using SqsIngestor.Shared;

namespace SqsIngestor.Zerobus;

/// <summary>The subject of an error, and so who can fix it.</summary>
public enum ZerobusFault
{
    /// <summary>One record or batch. Writing it again fails again; other records are not affected.</summary>
    Record,

    /// <summary>
    /// The client id, the secret, the identity token, the token or the grants. No record reaches the table until they are
    /// corrected.
    /// </summary>
    Credentials,

    /// <summary>
    /// An option, the endpoint, the table or the descriptor. No record reaches the table until it is corrected.
    /// </summary>
    Settings,

    /// <summary>The stream, the service or the network. No record is the cause.</summary>
    Stream,

    /// <summary>One write that the client gave up. Others are not affected, and writing it again can succeed.</summary>
    GivenUp,
}

/// <summary>The row of an error code.</summary>
/// <param name="Code">The code.</param>
/// <param name="Fault">The subject.</param>
/// <param name="IsRetryable">Whether the same call can succeed later without a change on the caller's side.</param>
/// <param name="Meaning">What happened, one sentence.</param>
/// <param name="Action">What to do, one sentence or two.</param>
public sealed record ZerobusErrorInfo(ZerobusErrorCode Code, ZerobusFault Fault, bool IsRetryable, string Meaning, string Action)
{
    /// <summary>
    /// Whether the gRPC status, if the service sent one, decides about <see cref="IsRetryable"/> instead: see
    /// <see cref="ZerobusStatusInfo.IsRetryable"/>.
    /// </summary>
    public bool DependsOnStatus { get; init; }
}

/// <summary>The row of a gRPC status with which the service ends a call.</summary>
/// <param name="Status">The number, as in <see cref="ZerobusException.GrpcStatus"/>.</param>
/// <param name="Name">The name in the gRPC documentation, e.g. <c>INVALID_ARGUMENT</c>.</param>
/// <param name="IsRetryable">Whether the client tries again; false for a status that every attempt would get.</param>
/// <param name="WhileOpening">The error code when it answers the request to open a stream.</param>
/// <param name="WhileOpen">The error code when it ends a stream that was open.</param>
/// <param name="Meaning">What the service means by it.</param>
public sealed record ZerobusStatusInfo(
    int Status, string Name, bool IsRetryable, ZerobusErrorCode WhileOpening, ZerobusErrorCode WhileOpen, string Meaning);

/// <summary>
/// Every error code and every gRPC status, and how the client treats it. Only these tables decide whether an error is retryable.
/// Immutable, safe for use by several threads.
/// </summary>
public static class ZerobusErrors
{
    private const string WriteAgain = "Write the unacked records to another stream.";

    private const string Grants =
        "In Databricks, grant the principal USE CATALOG, USE SCHEMA, and explicit MODIFY and SELECT on the table, and check that "
            + "the client id, and the secret or the federation policy, are those of this principal.";

    /// <summary>A row for each <see cref="ZerobusErrorCode"/>, by number.</summary>
    public static IReadOnlyList<ZerobusErrorInfo> All { get; } =
    [
        Settings(ZerobusErrorCode.EndpointInvalid, "The endpoint is not a host, or has a path, a query or credentials.",
            "Set https://<workspace-id>.zerobus.<region>.cloud.databricks.com."),
        Settings(ZerobusErrorCode.TableNameInvalid, "The table name does not have three valid parts.",
            "Use catalog.schema.table: three parts of 1 to 255 ASCII letters, digits and underscores."),
        Settings(
            ZerobusErrorCode.OptionsInvalid, "An option is outside its range.", "Correct the option that the message names."),
        new(ZerobusErrorCode.CredentialsInvalid, ZerobusFault.Credentials, false, "The client id or the secret is empty.",
            "Set both, from the service principal."),
        Settings(ZerobusErrorCode.CertificatesInvalid, "The custom CA file cannot be read or holds no certificate.",
            "Use a PEM file with BEGIN CERTIFICATE blocks."),
        Settings(ZerobusErrorCode.DescriptorMissing, "A PROTO stream has no descriptor.", "Set DescriptorProto, or use JSON."),
        Settings(ZerobusErrorCode.DescriptorInvalid,
            "The descriptor is not a DescriptorProto, or refers to a type that is not nested in it.",
            "Use one DescriptorProto with every message and enum that it refers to nested in it."),
        Record(ZerobusErrorCode.RecordTypeMismatch, "A JSON record was written to a PROTO stream, or the reverse.",
            "Use the write method of the stream's record type."),
        Record(ZerobusErrorCode.RecordInvalid, "A JSON record is not valid UTF-8.", "Encode it as UTF-8."),
        Record(ZerobusErrorCode.RecordTooLarge,
            "A record or a batch exceeds the service's limit of 10 MiB per message, or the in-flight limit.",
            "Split the batch, or shorten the record."),
        Record(ZerobusErrorCode.RecordRefused, "The service refused this record; the records around it are durable.",
            "Correct the record."),
        new(ZerobusErrorCode.TokenRefused, ZerobusFault.Credentials, false, "The token endpoint refused the credentials.",
            "Check the client id, the secret or the federation policy, and the workspace URL, and that the principal may use the "
                + "table."),
        Stream(
            ZerobusErrorCode.TokenUnavailable, true, "The token endpoint cannot be reached, or answered with a transient error.",
            "Check the workspace URL and the network; try again."),
        new(ZerobusErrorCode.Unauthenticated, ZerobusFault.Credentials, false, "The service does not accept the token.", Grants),
        new(
            ZerobusErrorCode.PermissionDenied, ZerobusFault.Credentials, false, "The principal lacks a grant on the table.",
            Grants),
        Settings(ZerobusErrorCode.TableNotFound, "The table does not exist.", "Correct the table name, or create the table."),
        Settings(ZerobusErrorCode.SchemaRefused, "The service refused the descriptor or the stream's settings.",
            "Compare the descriptor with the table's columns."),
        Settings(ZerobusErrorCode.TableUnsupported, "The service cannot write to this kind of table.",
            "Use a managed Delta table without the feature that the service names."),
        Stream(ZerobusErrorCode.OpenTimedOut, true, "A stream did not open within the time of one attempt.",
            "Check the endpoint and the network; try again."),
        Stream(ZerobusErrorCode.OpenFailed, true, "The service ended the call before the stream was open.", "Try again later."),
        Stream(ZerobusErrorCode.ConnectionFailed, true,
            "The host cannot be resolved, reached or trusted (TLS), or something on the way answers instead of the service.",
            "Check the endpoint's host name, the network, the proxy and the certificates."),
        Stream(ZerobusErrorCode.StreamFailed, true, "The service ended an open stream with an error.",
            "Write the unacked records again later.") with { DependsOnStatus = true },
        Stream(ZerobusErrorCode.ProtocolViolation, true, "The service answered outside its protocol.",
            "Check that the endpoint is a Zerobus service; write the unacked records again."),
        Stream(
            ZerobusErrorCode.AckTimedOut, true, "The oldest unacked record got no ack in time.",
            "Write the unacked records again."),
        Stream(ZerobusErrorCode.NoProgress, true,
            "Connections kept opening and ending without a single ack; the oldest unacked record may be the cause.",
            "Write the unacked records again later; if it persists, leave out the oldest one."),
        Stream(ZerobusErrorCode.FlushTimedOut, true, "Not everything written was acked within the flush time.",
            "Flush again, or abort and write the unacked records to another stream."),
        Stream(ZerobusErrorCode.StreamClosed, false, "The stream is closed or closing and takes no more records.",
            "Open another stream."),
        Stream(ZerobusErrorCode.Aborted, true, "The owner aborted the stream.", WriteAgain),
        new(
            ZerobusErrorCode.RecordSuspected, ZerobusFault.GivenUp, true,
            "The service ended connections with this record and with no other. A connection that falls silent does not count.",
            "Write it again later, apart from others. If it fails again, correct the record."),
        new(
            ZerobusErrorCode.RecordWithdrawn, ZerobusFault.GivenUp, true,
            "The time that the caller gave the record was up, the caller withdrew its ordering key, or an earlier record with "
                + "the key was given up.",
            "Deliver it again, with a new ordering key."),
        Settings(
            ZerobusErrorCode.ProxyInvalid, "The environment variable that names the proxy holds no usable one.",
            ProxyVariableException.HowToWrite),
        new(
            ZerobusErrorCode.IdentityTokenInvalid, ZerobusFault.Credentials, false,
            "What the source of identity tokens gave is not a JWT.",
            "On the side of the issuer, correct what writes the token: the source must give a JWT and nothing else."),
        new(
            ZerobusErrorCode.IdentityTokenRefused, ZerobusFault.Credentials, false,
            "The source of identity tokens gives none: a variable, a file, a command or AWS STS refuses it.",
            "On the side of the issuer, correct what the message names. Databricks was not asked."),
        Stream(
            ZerobusErrorCode.IdentityTokenUnavailable, true,
            "The source of identity tokens cannot be reached, or failed transiently.",
            "Check the way to the issuer of identity tokens; Databricks was not asked. Try again."),
        Settings(
            ZerobusErrorCode.StreamNotFound,
            "The service knows no persistent stream of this id and table: it was retired, the table was replaced, or there is no "
                + "such table.",
            "Open a new stream. What the old one has committed stays in the table."),
        Stream(
            ZerobusErrorCode.StreamTakenOver, false,
            "The service has committed other offsets of a persistent stream than this client knows of: another writer has the "
                + "stream, or the service has lost data.",
            "Give each stream id one writer at a time; resume the stream to learn what is durable."),
    ];

    /// <summary>A row for each gRPC status, by number.</summary>
    public static IReadOnlyList<ZerobusStatusInfo> Statuses { get; } =
    [
        Transient(0, "OK", "The service ended the call before its time."),
        Transient(1, "CANCELLED", "The call was cancelled by the service or a gateway."),
        Transient(2, "UNKNOWN", "The service gives no reason."),
        new(3, "INVALID_ARGUMENT", false, ZerobusErrorCode.SchemaRefused, ZerobusErrorCode.StreamFailed,
            "While opening: the descriptor or the settings do not fit the table. "
                + "On an open stream: a record, which the client finds and reports as RecordRefused, "
                + "or the stream if nothing is unacked."),
        Transient(4, "DEADLINE_EXCEEDED", "The service did not finish in time."),
        new(5, "NOT_FOUND", false, ZerobusErrorCode.TableNotFound, ZerobusErrorCode.TableNotFound, "The table does not exist."),
        Transient(6, "ALREADY_EXISTS", "Not used by the service."),
        new(7, "PERMISSION_DENIED", false, ZerobusErrorCode.PermissionDenied, ZerobusErrorCode.PermissionDenied,
            "The principal lacks a grant. While opening, the client tries once more with a fresh token."),
        Transient(8, "RESOURCE_EXHAUSTED", "A limit of the service or of the workspace is reached."),
        Transient(9, "FAILED_PRECONDITION", "The service is not in a state to serve the stream."),
        Transient(10, "ABORTED", "The service gave up the call."),
        new(11, "OUT_OF_RANGE", false, ZerobusErrorCode.StreamFailed, ZerobusErrorCode.StreamFailed,
            "The stream's offsets or settings are outside their range."),
        new(12, "UNIMPLEMENTED", false, ZerobusErrorCode.TableUnsupported, ZerobusErrorCode.TableUnsupported,
            "The service cannot write to this kind of table, or the endpoint is not a Zerobus service."),
        Transient(13, "INTERNAL", "A fault of the service, or a broken response."),
        Transient(14, "UNAVAILABLE", "The service is down, restarts, or cannot be reached."),
        Transient(15, "DATA_LOSS", "The service lost data of the call; what is unacked is sent again."),
        new(16, "UNAUTHENTICATED", false, ZerobusErrorCode.Unauthenticated, ZerobusErrorCode.Unauthenticated,
            "The token is not accepted. While opening, the client tries once more with a fresh token."),
    ];

    /// <summary>The row of a code.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a value of the enum.</exception>
    public static ZerobusErrorInfo Of(ZerobusErrorCode code) => (int)code is > 0 and var number && number <= All.Count
        ? All[number - 1]
        : throw new ArgumentOutOfRangeException(nameof(code), code, "There is no such error code.");

    /// <summary>The row of a gRPC status. A number that gRPC does not define is treated as UNKNOWN (2).</summary>
    public static ZerobusStatusInfo OfStatus(int status) => Statuses[status >= 0 && status < Statuses.Count ? status : 2];

    private static ZerobusErrorInfo Settings(ZerobusErrorCode code, string meaning, string action) =>
        new(code, ZerobusFault.Settings, false, meaning, action);

    private static ZerobusErrorInfo Record(ZerobusErrorCode code, string meaning, string action) =>
        new(code, ZerobusFault.Record, false, meaning, action);

    private static ZerobusErrorInfo Stream(ZerobusErrorCode code, bool isRetryable, string meaning, string action) =>
        new(code, ZerobusFault.Stream, isRetryable, meaning, action);

    private static ZerobusStatusInfo Transient(int status, string name, string meaning) =>
        new(status, name, true, ZerobusErrorCode.OpenFailed, ZerobusErrorCode.StreamFailed, meaning);
}
