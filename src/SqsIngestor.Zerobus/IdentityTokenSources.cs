using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace SqsIngestor.Zerobus;

/// <summary>
/// The identity tokens of a file that another program keeps fresh, such as the projected service account token of Kubernetes.
/// The file is read for each token request, so a new token serves without a restart. Safe for use by several threads.
/// </summary>
/// <param name="path">The file. It holds the JWT alone, with or without white space around it.</param>
public sealed class IdentityTokenFile(string path) : IIdentityTokenSource
{
    // A JWT has a few KB. A larger file is another one.
    private const int MaxBytes = 64 * 1024;

    /// <inheritdoc/>
    public async ValueTask<IdentityToken> GetAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaxBytes } file)
            {
                throw new ZerobusException(
                    ZerobusErrorCode.IdentityTokenInvalid,
                    string.Create(
                        CultureInfo.InvariantCulture, $"The file {path} has {file.Length} bytes, which is too long for a JWT."));
            }

            return IdentityToken.Parse(
                await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false), $"the file {path}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            // A program that replaces the file may have removed it for a moment, or the volume is not mounted yet.
            throw new ZerobusException(
                e is IOException ? ZerobusErrorCode.IdentityTokenUnavailable : ZerobusErrorCode.IdentityTokenRefused,
                $"The file of the identity token, {path}, cannot be read ({e.GetType().Name}).",
                "Check the path and its permissions, and that the program that writes the file is running.", e);
        }
    }
}

/// <summary>The identity token in an environment variable. It is read for each token request.</summary>
/// <param name="name">The variable.</param>
/// <param name="variables">The value of a variable, or null. Default: the environment of this process.</param>
public sealed class IdentityTokenVariable(string name, Func<string, string?>? variables = null) : IIdentityTokenSource
{
    private readonly Func<string, string?> _variables = variables ?? Environment.GetEnvironmentVariable;

    /// <inheritdoc/>
    public ValueTask<IdentityToken> GetAsync(CancellationToken cancellationToken) =>
        _variables(name) is { } text && !string.IsNullOrWhiteSpace(text)
            ? new(IdentityToken.Parse(text, $"the environment variable {name}"))
            : throw new ZerobusException(
                ZerobusErrorCode.IdentityTokenRefused, $"The environment variable {name} is not set.", $"Set {name} to a JWT.");
}

/// <summary>
/// The identity tokens that a program prints, for work on a developer's machine: for example
/// <c>aws sts get-web-identity-token --query WebIdentityToken --output text …</c>. The program runs for each token request,
/// without a shell. Safe for use by several threads.
/// </summary>
/// <param name="fileName">The program; one without a folder is looked up in PATH.</param>
/// <param name="arguments">Its arguments.</param>
public sealed class IdentityTokenCommand(string fileName, params IReadOnlyList<string> arguments) : IIdentityTokenSource
{
    /// <summary>How long the program may run. Default 30 s; then it is killed.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Measures <see cref="Timeout"/>. Default the system's clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <inheritdoc/>
    public async ValueTask<IdentityToken> GetAsync(CancellationToken cancellationToken)
    {
        using var process = Start();
        using var time = new CancellationTokenSource(Timeout, Clock);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
        try
        {
            process.StandardInput.Close();
            // What it writes to standard error is read, so that it does not block, and never repeated: it may hold a token.
            var errors = process.StandardError.ReadToEndAsync(bound.Token);
            var output = await process.StandardOutput.ReadToEndAsync(bound.Token).ConfigureAwait(false);
            await errors.ConfigureAwait(false);
            await process.WaitForExitAsync(bound.Token).ConfigureAwait(false);
            return process.ExitCode == 0
                ? IdentityToken.Parse(output, $"the command {fileName}")
                : throw Failed(
                    ZerobusErrorCode.IdentityTokenRefused,
                    string.Create(CultureInfo.InvariantCulture, $"ended with exit code {process.ExitCode}"));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed(
                ZerobusErrorCode.IdentityTokenUnavailable,
                string.Create(CultureInfo.InvariantCulture, $"did not end within {Timeout.TotalSeconds:0.###} s"));
        }
        finally
        {
            Kill(process);
        }
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(fileName, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw Failed(ZerobusErrorCode.IdentityTokenRefused, "cannot be started", e);
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or NotSupportedException)
        {
            // It has ended.
        }
    }

    private ZerobusException Failed(ZerobusErrorCode code, string what, Exception? cause = null) =>
        new(code, $"The command for identity tokens, {fileName}, {what}.", "Run the command by hand, and correct it.", cause);
}
