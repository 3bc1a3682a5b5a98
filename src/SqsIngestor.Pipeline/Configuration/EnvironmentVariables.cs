using System.Globalization;
using SqsIngestor.Shared;

namespace SqsIngestor.Pipeline.Configuration;

/// <summary>A row of the reference of environment variables.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Meaning">What it sets, one or two sentences.</param>
internal sealed record EnvironmentVariable(string Name, string Meaning)
{
    /// <summary>Who sets it.</summary>
    public EnvironmentVariableOrigin Origin { get; init; } = EnvironmentVariableOrigin.Operator;

    /// <summary>Whether the function fails to start without it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The default, used if the variable is not set; null for none.</summary>
    public string? Default { get; init; }

    /// <summary>The values that the function accepts, as text for people; null for any text.</summary>
    public string? Values { get; init; }

    /// <summary>An example value.</summary>
    public required string Example { get; init; }

    /// <summary>Whether its value is a secret. Terraform must not set it, and no log line may contain it.</summary>
    public bool IsSecret { get; init; }
}

/// <summary>Who sets an environment variable.</summary>
internal enum EnvironmentVariableOrigin
{
    /// <summary>The operator: in the function's configuration, by hand or with Terraform.</summary>
    Operator,

    /// <summary>Lambda, in every sandbox. An operator sets it only to run the function elsewhere.</summary>
    Lambda,
}

/// <summary>Every environment variable that the function reads. Any host reads them by these names only.</summary>
internal static class EnvironmentVariables
{
    public const string DatabricksHost = "DATABRICKS_HOST";
    public const string DatabricksAuthType = "DATABRICKS_AUTH_TYPE";
    public const string DatabricksClientId = "DATABRICKS_CLIENT_ID";
    public const string DatabricksClientSecret = "DATABRICKS_CLIENT_SECRET";
    public const string DatabricksSecretArn = "DATABRICKS_SECRET_ARN";
    public const string DatabricksOidcTokenFilepath = "DATABRICKS_OIDC_TOKEN_FILEPATH";
    public const string DatabricksOidcTokenEnv = "DATABRICKS_OIDC_TOKEN_ENV";
    public const string DatabricksOidcToken = "DATABRICKS_OIDC_TOKEN";
    public const string DatabricksTokenAudience = "DATABRICKS_TOKEN_AUDIENCE";
    public const string IdentityTokenLifetime = "IDENTITY_TOKEN_LIFETIME";
    public const string ZerobusEndpoint = "ZEROBUS_ENDPOINT";
    public const string TableName = "TABLE_NAME";
    public const string MappingFile = "MAPPING_FILE";
    public const string DescriptorPath = "DESCRIPTOR_PATH";
    public const string DeliveryReport = "DELIVERY_REPORT";
    public const string Delivery = "DELIVERY";
    public const string DeliveryFolder = "DELIVERY_FOLDER";
    public const string FifoOrder = "FIFO_ORDER";
    public const string DedupeWindow = "DEDUPE_WINDOW";
    public const string FailedMessageLines = "FAILED_MESSAGE_LINES";
    public const string SqsIngestorLayer = "SQS_INGESTOR_LAYER";
    public const string AwsEndpointUrl = "AWS_ENDPOINT_URL";
    public const string AwsEndpointUrlSecretsManager = "AWS_ENDPOINT_URL_SECRETS_MANAGER";
    public const string AwsEndpointUrlSts = "AWS_ENDPOINT_URL_STS";
    public const string AwsIgnoreConfiguredEndpointUrls = "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS";
    public const string AwsUseFipsEndpoint = "AWS_USE_FIPS_ENDPOINT";
    public const string AwsUseDualStackEndpoint = "AWS_USE_DUALSTACK_ENDPOINT";
    public const string HttpsProxy = "https_proxy";
    public const string AwsLambdaLogLevel = "AWS_LAMBDA_LOG_LEVEL";
    public const string AwsLambdaLogFormat = "AWS_LAMBDA_LOG_FORMAT";
    public const string AwsLambdaRuntimeApi = "AWS_LAMBDA_RUNTIME_API";
    public const string AwsLambdaInitializationType = "AWS_LAMBDA_INITIALIZATION_TYPE";
    public const string AwsLambdaMaxConcurrency = "AWS_LAMBDA_MAX_CONCURRENCY";
    public const string AwsLambdaFunctionMemorySize = "AWS_LAMBDA_FUNCTION_MEMORY_SIZE";
    public const string AwsLambdaFunctionName = "AWS_LAMBDA_FUNCTION_NAME";
    public const string AwsLambdaFunctionVersion = "AWS_LAMBDA_FUNCTION_VERSION";
    public const string AwsRegion = "AWS_REGION";
    public const string LambdaTaskRoot = "LAMBDA_TASK_ROOT";
    public const string AwsAccessKeyId = "AWS_ACCESS_KEY_ID";
    public const string AwsSecretAccessKey = "AWS_SECRET_ACCESS_KEY";
    public const string AwsSessionToken = "AWS_SESSION_TOKEN";
    public const string AwsContainerCredentialsRelativeUri = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
    public const string AwsContainerCredentialsFullUri = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
    public const string AwsContainerAuthorizationToken = "AWS_CONTAINER_AUTHORIZATION_TOKEN";
    public const string AwsContainerAuthorizationTokenFile = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";

    /// <summary>The seconds of IDENTITY_TOKEN_LIFETIME if it is not set: about the life of a stream.</summary>
    public const int IdentityTokenLifetimeDefault = 900;

    /// <summary>Messages that DEDUPE_WINDOW remembers if it is not set.</summary>
    public const int DedupeWindowDefault = 10_000;

    /// <summary>The lines of FAILED_MESSAGE_LINES if it is not set.</summary>
    public const int FailedMessageLinesDefault = 10;

    /// <summary>The largest FAILED_MESSAGE_LINES: the messages of the largest batch.</summary>
    public const int FailedMessageLinesMax = 10_000;

    /// <summary>The DELIVERY_FOLDER if it is not set: where Lambda lets a function write.</summary>
    internal const string DeliveryFolderDefault = "/tmp/sqs-ingestor";

    /// <summary>The AWS_LAMBDA_INITIALIZATION_TYPE of a function that starts from a snapshot.</summary>
    internal const string SnapStart = "snap-start";

    private const string AnyCase = ", in upper or lower case";

    /// <summary>The largest DEDUPE_WINDOW. A remembered message takes about 100 bytes.</summary>
    public const int DedupeWindowMax = 1_000_000;

    /// <summary>The words of a variable whose values are an enum, the default first.</summary>
    internal static IReadOnlyList<string> Keywords<T>() where T : struct, Enum =>
        [.. Enum.GetValues<T>().Select(static value => Keyword(value))];

    /// <summary>The word of a value: its name in lower case, with hyphens.</summary>
    internal static string Keyword<T>(T value) where T : struct, Enum => string.Concat(
        value.ToString().Select(static (letter, at) => at > 0 && char.IsUpper(letter)
            ? $"-{char.ToLowerInvariant(letter)}"
            : char.ToLowerInvariant(letter).ToString()));

    /// <summary>
    /// The catalog, for the reference page and the tests. Built on each call, so that the function does not keep it in memory.
    /// </summary>
    public static IReadOnlyList<EnvironmentVariable> All =>
    [
        new(DatabricksHost, "The workspace. The function gets its tokens there, and reads schemas from its Unity Catalog.")
        {
            IsRequired = true,
            Values = "a URL without a path; https, or http to a loopback address; https:// may be left out",
            Example = "https://dbc-a1b2345c-d6e7.cloud.databricks.com",
        },
        new(
            DatabricksAuthType,
            "How the function proves to Databricks who it is. oauth-m2m: with client id and secret. The others need no "
            + "secret, but a federation policy in Databricks: file-oidc exchanges the identity token in a file, env-oidc the one "
            + "in a variable, and aws-identity one that AWS STS gives to the function's role. The first three are names of the "
            + "Databricks SDKs.")
        {
            Default = AuthTypes.OAuthM2M,
            Values = AuthTypes.List,
            Example = AuthTypes.AwsIdentity,
        },
        new(
            DatabricksClientId,
            "The client id of the service principal. Required with oauth-m2m, unless the secret in Secrets Manager has a "
            + "client_id. With the other types it names the principal that has the federation policy; leave it out for a "
            + "policy of the whole account.")
        {
            Default = "client_id of the secret in Secrets Manager; none without a secret",
            Example = "4d9a6f0e-8c1b-4a53-9d57-0c6f2f1f7a11",
        },
        new(DatabricksClientSecret, "The OAuth secret of the service principal. Set this or DATABRICKS_SECRET_ARN, not both.")
        {
            Example = "dose…",
            IsSecret = true,
        },
        new(
            DatabricksSecretArn,
            "The secret in AWS Secrets Manager that holds the OAuth secret: plain text, or JSON with client_secret "
            + "and an optional client_id. Set this or DATABRICKS_CLIENT_SECRET, not both.")
        {
            Values = "the ARN of a secret",
            Example = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:databricks-a1b2c3",
        },
        new(
            DatabricksOidcTokenFilepath,
            "The file of the identity token, a JWT, for file-oidc. The function reads it again for each token, so a program such "
            + "as Kubernetes can replace it.")
        {
            Values = "a file that exists",
            Example = "/var/run/secrets/databricks/token",
        },
        new(DatabricksOidcTokenEnv, "The name of the variable that holds the identity token, a JWT, for env-oidc.")
        {
            Default = DatabricksOidcToken,
            Values = "the name of a variable",
            Example = "CI_JOB_TOKEN",
        },
        new(DatabricksOidcToken, "The identity token for env-oidc, if DATABRICKS_OIDC_TOKEN_ENV names no other variable.")
        {
            Values = "a JWT",
            Example = "eyJhbGciOiJSUzI1NiJ9.…",
            IsSecret = true,
        },
        new(
            DatabricksTokenAudience,
            "The audience of the identity tokens from AWS STS, for aws-identity. The federation policy must have the same.")
        {
            Default = "the token endpoint of the workspace, DATABRICKS_HOST with /oidc/v1/token",
            Example = "databricks",
        },
        new(
            IdentityTokenLifetime,
            "How long an identity token from AWS STS is valid, for aws-identity. A token of Databricks ends with the one that it "
            + "was exchanged for.")
        {
            Default = IdentityTokenLifetimeDefault.ToString(CultureInfo.InvariantCulture),
            Values = "a whole number of seconds from 60 to 3600",
            Example = "300",
        },
        new(ZerobusEndpoint, "The Zerobus endpoint of the workspace.")
        {
            IsRequired = true,
            Values = "a URL without a path; https, or http to a loopback address; https:// may be left out",
            Example = "https://1234567890123456.zerobus.eu-west-1.cloud.databricks.com",
        },
        new(TableName, "The table. Overrides the table named in the mapping; only for a mapping of one table.")
        {
            Default = "the table named in the mapping",
            Values = "catalog.schema.table",
            Example = "main.sales.orders",
        },
        new(MappingFile, "The mapping. The function looks up a relative path in the layer, then in its own package.")
        {
            IsRequired = true,
            Values = "a file that exists",
            Example = "mappings/orders.yaml",
        },
        new(
            DescriptorPath,
            "The folder of descriptor sets, or one descriptor set that replaces the one that the mapping names. The "
            + "function looks up a relative path in the layer, then in its own package. With `descriptor: unity-catalog` the "
            + "folder need not exist.")
        {
            IsRequired = true,
            Values = "a file or folder that exists",
            Example = "descriptors",
        },
        new(DeliveryReport,
            "How the function reports failed messages. "
                + "partial: by id; the event source mapping must have ReportBatchItemFailures. "
                + "throw: one failed message fails the invocation, and the whole batch is returned to the queue.")
        {
            Default = Keywords<DeliveryReport>()[0],
            Values = string.Join(" or ", Keywords<DeliveryReport>()) + AnyCase,
            Example = "throw",
        },
        new(Delivery,
            "What the function guarantees about duplicates. at-least-once: a row can land twice, for example after a lost "
                + "connection or process. exactly-once-preview: what SQS delivers again to the same environment of the function "
                + "lands once, also after a crash. A preview: it needs persistent streams, a method of Zerobus that is in "
                + "development, and a DEDUPE_WINDOW. SnapStart does not work with it.")
        {
            Default = Keywords<DeliveryGuarantee>()[0],
            Values = string.Join(" or ", Keywords<DeliveryGuarantee>()) + AnyCase,
            Example = Keywords<DeliveryGuarantee>()[1],
        },
        new(DeliveryFolder,
            "Where exactly-once-preview keeps the journals of its streams: a folder that outlives the process, and that only one "
                + "process at a time uses. The function makes it, for its own user only. Set it to run several functions on your "
                + "machine.")
        {
            Default = DeliveryFolderDefault,
            Values = "a folder with mode 0700, or one that does not exist",
            Example = "./journals",
        },
        new(FifoOrder, "How the order of a FIFO group is kept. pipeline: messages of a group are sent without waiting, and if "
            + "one fails, those behind it are withdrawn. wait: each message of a group is durable before the next is sent.")
        {
            Default = Keywords<FifoOrder>()[0],
            Values = string.Join(" or ", Keywords<FifoOrder>()) + AnyCase,
            Example = "wait",
        },
        new(
            DedupeWindow,
            "How many delivered messages a process remembers. If SQS delivers one of them again, the function reports "
            + "success and does not send it again. 0 turns this off.")
        {
            Default = DedupeWindowDefault.ToString(CultureInfo.InvariantCulture),
            Values = string.Create(CultureInfo.InvariantCulture, $"a whole number from 0 to {DedupeWindowMax}"),
            Example = "50000",
        },
        new(
            FailedMessageLines,
            "How many lines an invocation logs about messages that failed, or were set aside, for each event and code. One more "
            + "line counts the rest, and the metrics count every message. 0 leaves only that line.")
        {
            Default = FailedMessageLinesDefault.ToString(CultureInfo.InvariantCulture),
            Values = string.Create(CultureInfo.InvariantCulture, $"a whole number from 0 to {FailedMessageLinesMax}"),
            Example = "100",
        },
        new(
            SqsIngestorLayer,
            "The folder of the layer that holds mapping and descriptors. Set it to run the function on your machine.")
        {
            Default = LayerFiles.DefaultLayer,
            Example = "./layer",
        },
        new(AwsEndpointUrlSecretsManager, "Overrides the endpoint of Secrets Manager, as in the AWS SDKs.")
        {
            Default = "the endpoint of the region in the secret's ARN",
            Values = "a URL; https, or http to a loopback address",
            Example = "https://secretsmanager.eu-west-1.amazonaws.com",
        },
        new(AwsEndpointUrlSts, "Overrides the endpoint of AWS STS, as in the AWS SDKs.")
        {
            Default = "the endpoint of AWS_REGION",
            Values = "a URL; https, or http to a loopback address",
            Example = "https://sts.eu-west-1.amazonaws.com",
        },
        new(
            AwsEndpointUrl,
            "Overrides the endpoint of every AWS service, as in the AWS SDKs. AWS_ENDPOINT_URL_SECRETS_MANAGER and "
            + "AWS_ENDPOINT_URL_STS override it.")
        {
            Values = "a URL; https, or http to a loopback address",
            Example = "http://localhost:4566",
        },
        new(AwsIgnoreConfiguredEndpointUrls, "true: the function ignores all AWS_ENDPOINT_URL variables, as the AWS SDKs do.")
        {
            Default = "false",
            Values = "true or false" + AnyCase,
            Example = "true",
        },
        new(
            AwsUseFipsEndpoint,
            "true: the function uses the FIPS endpoints of Secrets Manager and AWS STS, as the AWS SDKs do. An "
            + "AWS_ENDPOINT_URL variable overrides it.")
        {
            Default = "false",
            Values = "true or false" + AnyCase,
            Example = "true",
        },
        new(
            AwsUseDualStackEndpoint,
            "true: the function uses the endpoints of Secrets Manager and AWS STS that have IPv6 addresses, as the AWS SDKs do. "
            + "An AWS_ENDPOINT_URL variable overrides it.")
        {
            Default = "false",
            Values = "true or false" + AnyCase,
            Example = "true",
        },
        new(HttpsProxy,
            $"The proxy. For Zerobus, the first one that is set is used: {string.Join(", ", ProxyRules.GrpcNames)}. For tokens, "
            + $"Unity Catalog, Secrets Manager and AWS STS: {string.Join(", ", ProxyRules.HttpsNames)}. A name in capitals is "
            + "used if the one in lower case is not set. Connections to a loopback address and to the endpoint of the role's AWS "
            + "credentials never go through a proxy. A value that does not name a proxy fails the start with "
            + "Function.ConfigurationInvalid, unless no connection would go through it.")
        {
            Default = "no proxy",
            Values = "http://host:port or https://host:port, with user:password@ in front of the host if the proxy wants them; "
                + "percent-encode special characters. http:// may be left out, and the port may not",
            Example = "http://proxy.internal:3128",
        },
        new("no_proxy", "Hosts that the function reaches without the proxy. For Zerobus, no_grpc_proxy overrides it.")
        {
            Values = "host names with everything below them, addresses, networks such as 10.0.0.0/8, or * for all, separated by "
                + "commas; host:port for one port only",
            Example = ".cloud.databricks.com",
        },
        new("SSL_CERT_FILE", "A file of certificates in PEM that the function trusts instead of the system's.")
        {
            Default = "the certificates of the system",
            Values = "a file",
            Example = "/opt/certs/ca.pem",
        },
        new("SSL_CERT_DIR", "A folder of certificates that the function trusts instead of the system's.")
        {
            Default = "the certificates of the system",
            Values = "a folder",
            Example = "/opt/certs",
        },
        new(
            AwsLambdaLogLevel,
            "The lowest level that the function logs. Lambda sets it from the function's logging configuration.")
        {
            Origin = EnvironmentVariableOrigin.Lambda,
            Default = "INFO",
            Values = "TRACE, DEBUG, INFO, WARN, ERROR or FATAL" + AnyCase + "; anything else is treated as INFO",
            Example = "DEBUG",
        },
        new(AwsLambdaLogFormat, "The form of log lines. Lambda sets it from the function's logging configuration.")
        {
            Origin = EnvironmentVariableOrigin.Lambda,
            Default = "JSON",
            Values = "JSON or Text" + AnyCase + "; anything else is treated as JSON",
            Example = "Text",
        },
        new(AwsLambdaRuntimeApi, "Host and port of the Runtime API. The program does not start without it.")
        {
            Origin = EnvironmentVariableOrigin.Lambda,
            IsRequired = true,
            Example = "127.0.0.1:9001",
        },
        new(AwsLambdaInitializationType, "How Lambda starts the process. exactly-once-preview refuses to start with snap-start.")
        {
            Origin = EnvironmentVariableOrigin.Lambda,
            Example = "on-demand",
        },
        new(
            AwsLambdaMaxConcurrency,
            "How many invocations the process runs at the same time. They share the memory. Lambda sets it on Managed Instances.")
        {
            Origin = EnvironmentVariableOrigin.Lambda,
            Default = "1",
            Values = "a whole number from 1; anything else is treated as 1",
            Example = "16",
        },
        new(
            AwsLambdaFunctionMemorySize,
            "The memory of the function in MB. Rows and buffers may take half of it. The rows of one message may take a 32nd, "
            + "divided by AWS_LAMBDA_MAX_CONCURRENCY, and at least 1 MiB. The garbage collector may use 85 % of the memory, and "
            + "leaves at least 36 MB to the program.")
        {
            Origin = EnvironmentVariableOrigin.Lambda,
            Default = "no heap limit; rows and buffers as for 1024",
            Values = "a whole number from 1",
            Example = "256",
        },
        new(AwsLambdaFunctionName, "The name of the function: a dimension of its metrics, and $.meta.functionName in a mapping.")
        {
            Origin = EnvironmentVariableOrigin.Lambda,
            Default = "local, in metrics",
            Example = "orders-ingestor",
        },
        new(
            AwsLambdaFunctionVersion,
            "The version of the function: $.meta.functionVersion in a mapping. Lambda sets the number of the published version "
            + "that it runs, also through an alias, and $LATEST for the unpublished one.")
        {
            Origin = EnvironmentVariableOrigin.Lambda,
            Example = "7",
        },
        new(AwsRegion, "The region of the function: $.meta.region in a mapping, and the region of AWS STS for aws-identity.")
        {
            Origin = EnvironmentVariableOrigin.Lambda,
            Example = "eu-west-1",
        },
        new(
            LambdaTaskRoot,
            "The folder of the function's package, where the function looks for files that the layer does not have.")
        {
            Origin = EnvironmentVariableOrigin.Lambda,
            Default = "the folder of the program",
            Example = "/var/task",
        },
        new(
            AwsAccessKeyId,
            "The access key of the function's role. With DATABRICKS_SECRET_ARN or aws-identity, this or "
            + "AWS_CONTAINER_CREDENTIALS_FULL_URI is required; this one overrides the other.")
        {
            Origin = EnvironmentVariableOrigin.Lambda,
            Example = "ASIAIOSFODNN7EXAMPLE",
            IsSecret = true,
        },
        new(AwsSecretAccessKey, "The secret key of the function's role. Required with AWS_ACCESS_KEY_ID.")
        {
            Origin = EnvironmentVariableOrigin.Lambda,
            Example = "wJalr…",
            IsSecret = true,
        },
        new(AwsSessionToken, "The session token of the function's role.")
        {
            Origin = EnvironmentVariableOrigin.Lambda,
            Example = "IQoJb3…",
            IsSecret = true,
        },
        new(
            AwsContainerCredentialsFullUri,
            "The endpoint of the role's credentials, where Lambda (SnapStart) or EKS Pod Identity does not put them into the "
            + "environment. The function asks again before they expire.")
        {
            Origin = EnvironmentVariableOrigin.Lambda,
            Values = "a URL; https, or http to a loopback address, 169.254.170.2, 169.254.170.23 or [fd00:ec2::23]",
            Example = "http://127.0.0.1:9001/2021-04-23/credentials",
        },
        new(
            AwsContainerCredentialsRelativeUri,
            "The path of the role's credentials at 169.254.170.2, on ECS. Overrides AWS_CONTAINER_CREDENTIALS_FULL_URI.")
        {
            Origin = EnvironmentVariableOrigin.Lambda,
            Values = "a path that begins with /",
            Example = "/v2/credentials/1b0a…",
        },
        new(AwsContainerAuthorizationToken, "The token for the endpoint of the role's credentials.")
        {
            Origin = EnvironmentVariableOrigin.Lambda,
            Example = "fC3p…",
            IsSecret = true,
        },
        new(
            AwsContainerAuthorizationTokenFile,
            "The file of that token, read again for each request. Overrides AWS_CONTAINER_AUTHORIZATION_TOKEN.")
        {
            Origin = EnvironmentVariableOrigin.Lambda,
            Example = "/var/run/secrets/pods.eks.amazonaws.com/serviceaccount/eks-pod-identity-token",
        },
    ];
}
