using System.Globalization;

namespace SqsIngestor.Emulator.Lambda;

/// <summary>The environment of the function's process: Lambda's variables and the function's own.</summary>
internal static class FunctionEnvironment
{
    /// <summary>The variables that a program needs to start on this machine. They contain no credentials.</summary>
    private static readonly string[] Inherited =
        [
            "PATH", "HOME", "TMPDIR", "DOTNET_ROOT", "DOTNET_ROOT_X64", "DOTNET_ROOT_ARM64", "DOTNET_CLI_HOME", "LD_LIBRARY_PATH",
            "SystemRoot"];

    public static Dictionary<string, string> Build(LocalLambdaOptions options, Uri runtimeApi, string taskRoot)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["LANG"] = "en_US.UTF-8" };
        foreach (var name in Inherited)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value) environment[name] = value;
        }

        foreach (var (name, value) in options.Environment) environment[name] = value;
        environment["AWS_LAMBDA_RUNTIME_API"] = runtimeApi.Authority;
        environment["AWS_LAMBDA_FUNCTION_NAME"] = options.FunctionName;
        environment["AWS_LAMBDA_FUNCTION_VERSION"] = "$LATEST";
        environment["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = options.MemorySize.ToString(CultureInfo.InvariantCulture);
        environment["AWS_LAMBDA_INITIALIZATION_TYPE"] = "on-demand";
        environment["AWS_LAMBDA_LOG_GROUP_NAME"] = $"/aws/lambda/{options.FunctionName}";
        environment["AWS_LAMBDA_LOG_STREAM_NAME"] = "local";
        environment["AWS_REGION"] = options.Region;
        environment["AWS_DEFAULT_REGION"] = options.Region;
        environment["LAMBDA_TASK_ROOT"] = taskRoot;
        environment["LAMBDA_RUNTIME_DIR"] = taskRoot;
        environment["_HANDLER"] = options.Handler;
        environment["TZ"] = ":UTC";
        return environment;
    }
}
