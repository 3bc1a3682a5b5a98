namespace SqsIngestor.Zerobus;

/// <summary>The cause of a failure, stable across versions. The names are part of the public contract.</summary>
public enum ZerobusErrorCode
{
    /// <summary>The endpoint is not a host, or carries a path, a query or credentials.</summary>
    EndpointInvalid = 1,

    /// <summary>The table name does not have three valid parts.</summary>
    TableNameInvalid,

    /// <summary>An option is outside its range.</summary>
    OptionsInvalid,

    /// <summary>The client id or the secret is empty.</summary>
    CredentialsInvalid,

    /// <summary>The custom CA file cannot be read or contains no certificate.</summary>
    CertificatesInvalid,

    /// <summary>A PROTO stream was requested without a descriptor.</summary>
    DescriptorMissing,

    /// <summary>The descriptor is not a DescriptorProto, or refers to a type that is not nested in it.</summary>
    DescriptorInvalid,

    /// <summary>A JSON record for a PROTO stream, or the reverse.</summary>
    RecordTypeMismatch,

    /// <summary>A JSON record is not valid UTF-8.</summary>
    RecordInvalid,

    /// <summary>A record or a batch is over the service's limit of 10 MiB per message, or over the in-flight limit.</summary>
    RecordTooLarge,

    /// <summary>The service refused this record; other records are not affected.</summary>
    RecordRefused,

    /// <summary>The token endpoint refused the credentials: the secret, or the identity token.</summary>
    TokenRefused,

    /// <summary>The token endpoint could not be reached or answered with a transient error.</summary>
    TokenUnavailable,

    /// <summary>The service does not know the token.</summary>
    Unauthenticated,

    /// <summary>The principal lacks a grant on the table.</summary>
    PermissionDenied,

    /// <summary>The table does not exist.</summary>
    TableNotFound,

    /// <summary>The service refused the descriptor or the stream's settings.</summary>
    SchemaRefused,

    /// <summary>The service cannot ingest into this kind of table.</summary>
    TableUnsupported,

    /// <summary>No stream could be opened within one attempt's time.</summary>
    OpenTimedOut,

    /// <summary>The service ended the call before the stream was open.</summary>
    OpenFailed,

    /// <summary>The host could not be resolved, reached, or trusted (TLS).</summary>
    ConnectionFailed,

    /// <summary>The service ended an open stream with an error.</summary>
    StreamFailed,

    /// <summary>The service violated its protocol.</summary>
    ProtocolViolation,

    /// <summary>The oldest unacked record got no ack in time.</summary>
    AckTimedOut,

    /// <summary>
    /// Connections kept opening and ending, or did not open, without a single ack; <see cref="ZerobusException.SuspectOffset"/>
    /// says whether a record can be the cause.
    /// </summary>
    NoProgress,

    /// <summary>Some writes were not acked within the flush time.</summary>
    FlushTimedOut,

    /// <summary>The stream is closed or closing; it accepts no more records.</summary>
    StreamClosed,

    /// <summary>The stream was aborted by its owner.</summary>
    Aborted,

    /// <summary>Connections ended with this record and with no other, so the client stopped sending it.</summary>
    RecordSuspected,

    /// <summary>
    /// The time that the caller gave the record was up, the caller withdrew its ordering key, or an earlier record with the key
    /// was given up.
    /// </summary>
    RecordWithdrawn,

    /// <summary>The environment variable that names the proxy holds no usable one.</summary>
    ProxyInvalid,

    /// <summary>What the source of identity tokens gave is not a JWT.</summary>
    IdentityTokenInvalid,

    /// <summary>The source of identity tokens gives none, and an attempt later changes nothing.</summary>
    IdentityTokenRefused,

    /// <summary>The source of identity tokens cannot be reached, or failed transiently.</summary>
    IdentityTokenUnavailable,

    /// <summary>The persistent stream to resume does not exist.</summary>
    StreamNotFound,

    /// <summary>Another writer has resumed the persistent stream, or the service has lost what it had committed.</summary>
    StreamTakenOver,
}
