using Amazon.Lambda.Core;

namespace SqsIngestor.Lambda.Managed.Tests;

/// <summary>What the runtime tells of an invocation, as far as the function asks.</summary>
internal sealed class InvocationContext : ILambdaContext
{
    public string AwsRequestId { get; init; } = "request-1";

    public TimeSpan RemainingTime { get; init; } = TimeSpan.FromMinutes(1);

    public IClientContext ClientContext => null!;

    public string FunctionName => "fn";

    public string FunctionVersion => "1";

    public ICognitoIdentity Identity => null!;

    public string InvokedFunctionArn => "arn:aws:lambda:eu-west-1:123456789012:function:fn";

    public ILambdaLogger Logger => null!;

    public string LogGroupName => "/aws/lambda/fn";

    public string LogStreamName => "local";

    public int MemoryLimitInMB => 256;
}
