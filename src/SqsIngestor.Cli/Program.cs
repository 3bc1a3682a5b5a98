using SqsIngestor.Cli;
using SqsIngestor.Cli.Installation;
using SqsIngestor.Cli.Terminal;

if (BundledFunction.IsRequested(args)) return BundledFunction.Run(args);
StandardError.Install();
StandardOutput.Install();
InstalledFiles.ResolveNativeLibraries();
return await CommandLine.RunAsync(args);
