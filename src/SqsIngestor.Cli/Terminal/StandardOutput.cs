using System.Text;
using SqsIngestor.Cli.Errors;

namespace SqsIngestor.Cli.Terminal;

/// <summary>Standard output whose failures, such as a full disk, end the command with a message.</summary>
internal sealed class StandardOutput : Stream
{
    private readonly Stream _output = Console.OpenStandardOutput();

    /// <summary>Lets <see cref="Console.Out"/> write here. Call it before anything is written.</summary>
    public static void Install() =>
        Console.SetOut(new StreamWriter(new StandardOutput(), new UTF8Encoding(false), leaveOpen: true) { AutoFlush = true });

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            _output.Write(buffer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliErrors.OutputUnwritable.Because($"Standard output cannot be written: {e.Message}", e);
        }
    }

    public override void Flush() => _output.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
