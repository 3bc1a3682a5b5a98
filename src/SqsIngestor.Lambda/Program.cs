using SqsIngestor.Lambda.Hosting;

return await FunctionProcess.RunAsync(Environment.GetEnvironmentVariable, TimeProvider.System).ConfigureAwait(false);
