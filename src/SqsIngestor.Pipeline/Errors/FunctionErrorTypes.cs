namespace SqsIngestor.Pipeline.Errors;

/// <summary>A row of the reference of function errors.</summary>
/// <param name="Name">The error type as Lambda shows it, for example <c>Function.MappingInvalid</c>.</param>
/// <param name="Meaning">What happened, one sentence.</param>
/// <param name="Action">What to do, one sentence or two.</param>
internal sealed record FunctionErrorType(string Name, string Meaning, string Action);

/// <summary>
/// Every value of the header <c>Lambda-Runtime-Function-Error-Type</c>. Lambda replaces a value of another form than
/// <c>Function.Reason</c> with its own.
/// </summary>
internal static class FunctionErrorTypes
{
    public const string ConfigurationInvalid = "Function.ConfigurationInvalid";
    public const string MappingInvalid = "Function.MappingInvalid";
    public const string CredentialsInvalid = "Function.CredentialsInvalid";
    public const string SecretUnavailable = "Function.SecretUnavailable";
    public const string IdentityUnavailable = "Function.IdentityUnavailable";
    public const string ZerobusUnavailable = "Function.ZerobusUnavailable";
    public const string EventInvalid = "Function.EventInvalid";
    public const string DeliveryIncomplete = "Function.DeliveryIncomplete";
    public const string ResponseRefused = "Function.ResponseRefused";
    public const string Unexpected = "Function.Unexpected";

    /// <summary>
    /// The catalog, for the reference page and the tests. Built on each call, so that the function does not keep it in memory.
    /// </summary>
    public static IReadOnlyList<FunctionErrorType> All =>
    [
        new(ConfigurationInvalid,
            "An environment variable, an option or a proxy is missing or wrong. All messages are returned to the queue, also if "
            + "the function cannot start.",
            "Correct the variables that the error lists, and deploy again."),
        new(MappingInvalid,
            "The mapping, a descriptor or a table does not compile, or cannot be read. All messages are returned to the queue, "
            + "also if the function cannot start.",
            "Run `sqs-ingestor check` on the mapping. The error has every diagnostic with file, line and column."),
        new(CredentialsInvalid,
            "The workspace, Zerobus, Unity Catalog, Secrets Manager or AWS STS refuses the credentials, or a grant is missing.",
            "Read the error: it says on which side to act. Check the client id, the secret or the federation policy, the grants "
            + "on the table, and the role's access to the secret or to sts:GetWebIdentityToken."),
        new(SecretUnavailable,
            "At start: AWS Secrets Manager, or the endpoint of the role's AWS credentials, is down, throttled, or cannot be "
            + "reached. The credentials are not at fault. The messages are returned to the queue, and Lambda starts the function "
            + "again.",
            "Nothing if it happens once. If it lasts, check the function's route to Secrets Manager (VPC endpoint, NAT) and the "
            + "AWS Health Dashboard."),
        new(IdentityUnavailable,
            "With DATABRICKS_AUTH_TYPE: the source of identity tokens (AWS STS, the endpoint of the role's AWS credentials, or a "
            + "file) is down, throttled, or cannot be reached. Databricks was not asked. All messages are returned to the queue.",
            "Nothing if it happens once. If it lasts, check the function's route to AWS STS (VPC endpoint, NAT) and the AWS "
            + "Health Dashboard, or the program that writes the file."),
        new(ZerobusUnavailable,
            "The table cannot be written: Zerobus is down, refuses the stream, or no row is durable in time. All "
            + "messages are returned to the queue. A probe fails with it if a table is not open.",
            "Read the error: it names the table and the cause. If it lasts, check the service's status page, the network and the "
            + "function's timeout."),
        new(EventInvalid,
            "The payload is not an SQS event, or it is a probe that has messages.",
            "Invoke the function through an SQS event source mapping. A probe is `{\"Records\":[],\"probe\":true}`."),
        new(DeliveryIncomplete,
            "With DELIVERY_REPORT=throw: at least one message failed, so the whole batch is returned to the queue.",
            "Read the log: the failed messages have lines with id and reason. FAILED_MESSAGE_LINES sets how many there are."),
        new(ResponseRefused,
            "Lambda did not accept the function's response, because the invocation had ended or the response is too large. All "
            + "messages of the batch are delivered again.",
            "Raise the function's timeout, or lower the batch size. If it lasts, remove extensions that stand in front of the "
            + "Runtime API."),
        new(Unexpected,
            "The function has a bug. All messages of the batch are returned to the queue.",
            "Report it with the log lines of the invocation; they hold no secret and no message content."),
    ];
}
