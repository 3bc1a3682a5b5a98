using SqsIngestor.Lambda.Configuration;
using SqsIngestor.Lambda.Hosting;
using SqsIngestor.Lambda.Logging;
using SqsIngestor.Lambda.Runtime;

if (Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API") is not { Length: > 0 } address)
{
    await Console.Error.WriteLineAsync("AWS_LAMBDA_RUNTIME_API is not set: this program is started by AWS Lambda, or by 'sqs-ingestor demo' on your machine.");
    return 1;
}

var clock = TimeProvider.System;
using var output = Console.OpenStandardOutput();
using var loggers = LineLoggerFactory.Create(Environment.GetEnvironmentVariable, output, clock);
var logger = loggers.CreateLogger("SqsIngestor.Lambda");
using var api = new RuntimeApiClient(address, logger);
try
{
    // Lambda ends an init at 10 s; what is not open by then is opened by the first invocation.
    using var initDeadline = new CancellationTokenSource(TimeSpan.FromSeconds(8), clock);
    await using var host = await FunctionHost.StartAsync(Environment.GetEnvironmentVariable, loggers, clock, initDeadline.Token);
    await new InvocationLoop(api, host.CreateProcessor(), host.Function, host.Metrics, logger, clock).RunAsync(CancellationToken.None);
    return 0;
}
catch (FunctionException e)
{
    Log.InitFailed(logger, e.ErrorType, e.Message);
    await api.FailInitAsync(e.ErrorType, e.Message, CancellationToken.None);
    return 1;
}
catch (RuntimeApiException e)
{
    Log.InitFailed(logger, FunctionErrorTypes.Unexpected, e.Message);
    return 1;
}
