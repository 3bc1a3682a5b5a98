using System.Diagnostics;
using System.Globalization;
using Grpc.Core;

namespace SqsIngestor.Zerobus.Testing;

/// <summary>
/// Faults by connection and offset, for an otherwise well-behaved server. The text form has one fault per item, separated by
/// spaces or commas: <c>0:5=unavailable</c> fails connection 0 at offset 5, <c>*:open=internal</c> every open; instead of a
/// status there can be <c>drop</c>, <c>stall</c>, <c>partial</c>, <c>committed</c> (fails after the commit), <c>late/2</c> and
/// <c>close/5</c> with seconds.
/// </summary>
/// <param name="faults">The faults.</param>
/// <param name="clock">Times late acks and close signals. Default: the system's clock.</param>
public sealed class FaultPlan(IReadOnlyList<Fault> faults, TimeProvider? clock = null)
{
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    private const long Opening = -1;

    private static readonly byte[] HalfAFrame = [0, 0, 0, 0, 40, 10, 20];

    /// <summary>Reads the text form.</summary>
    /// <param name="text">The faults.</param>
    /// <param name="clock">Times late acks and close signals. Default: the system's clock.</param>
    /// <exception cref="FormatException">An item does not have this form; the message names it.</exception>
    public static FaultPlan Parse(string text, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new([.. text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Select(ParseOne)], clock);
    }

    /// <summary>Plays the plan on one connection.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="statusOf">The status with which a record is refused; null to accept it. Default: accepts all records.</param>
    public async Task RunAsync(ScriptedConnection connection, Func<ReadOnlyMemory<byte>, Status?>? statusOf = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        await connection.ReadCreateAsync().ConfigureAwait(false);
        if (Find(connection, Opening) is { } atOpen && await StrikeAsync(connection, atOpen).ConfigureAwait(false))
            return;

        await connection.AnswerAsync().ConfigureAwait(false);
        while (await connection.ReadAsync().ConfigureAwait(false) is { } request)
        {
            if (statusOf is not null && request.Records.Select(statusOf).FirstOrDefault(static v => v is not null) is { } refusal)
                throw new RpcException(refusal);
            var fault = Find(connection, request.Offset);
            if (fault?.Kind == FaultKind.FailAfterCommit)
                connection.Commit(request);
            if (fault is not null && await StrikeAsync(connection, fault).ConfigureAwait(false))
                return;
            connection.Commit(request);
            await connection.AckAsync(request.Offset).ConfigureAwait(false);
        }
    }

    private Fault? Find(ScriptedConnection connection, long offset) => faults.FirstOrDefault(
        fault => fault.Offset == offset && (fault.Connection ?? connection.Number) == connection.Number);

    // True if the call is over.
    private async Task<bool> StrikeAsync(ScriptedConnection connection, Fault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.Fail or FaultKind.FailAfterCommit:
                throw new RpcException(new Status(fault.Status, "planned"));
            case FaultKind.Drop:
                connection.Drop();
                return true;
            case FaultKind.Stall:
                while (await connection.ReadAsync().ConfigureAwait(false) is not null)
                {
                    // Reads everything and sends nothing.
                }

                return true;
            case FaultKind.LateAck:
                await Task.Delay(fault.Time, _clock, connection.Ended).ConfigureAwait(false);
                return false;
            case FaultKind.PartialFrame:
                await connection.SendRawAsync(HalfAFrame).ConfigureAwait(false);
                connection.Drop();
                return true;
            case FaultKind.CloseSignal:
                await CloseAsync(connection, fault.Time).ConfigureAwait(false);
                throw new RpcException(new Status(StatusCode.Unavailable, "Stream closed by the server (6002)."));
            default:
                throw new UnreachableException();
        }
    }

    private async Task CloseAsync(ScriptedConnection connection, TimeSpan within)
    {
        await connection.SignalCloseAsync(within).ConfigureAwait(false);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(connection.Ended);
        var left = ReadUntilHalfClosedAsync(connection);
        await Task.WhenAny(left, Task.Delay(within, _clock, over.Token)).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
    }

    private static async Task ReadUntilHalfClosedAsync(ScriptedConnection connection)
    {
        while (await connection.ReadAsync().ConfigureAwait(false) is not null)
        {
            // Later requests are neither made durable nor acked.
        }
    }

    private static Fault ParseOne(string item)
    {
        var form = new FormatException(
            $"'{item}' is not connection:offset=fault, like 0:5=unavailable, *:open=internal, 1:9=late/2.");
        var (where, what) = item.Split('=') is [var left, var right] ? (left, right) : throw form;
        var (connection, offset) = where.Split(':') is [var number, var at] ? (number, at) : throw form;
        var (name, time) = what.Split('/') is [var kind, var seconds] ? (kind, seconds) : (what, "0");
        if (!double.TryParse(time, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) || parsed is < 0 or > 86_400)
            throw form;

        var fault = new Fault(Connection(), Offset(), FaultKind.Fail, Time: TimeSpan.FromSeconds(parsed));
        return name switch
        {
            "drop" => fault with { Kind = FaultKind.Drop },
            "stall" => fault with { Kind = FaultKind.Stall },
            "partial" => fault with { Kind = FaultKind.PartialFrame },
            "committed" => fault with { Kind = FaultKind.FailAfterCommit },
            "late" => fault with { Kind = FaultKind.LateAck },
            "close" => fault with { Kind = FaultKind.CloseSignal },
            _ when Enum.TryParse<StatusCode>(name.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var status)
                && !char.IsAsciiDigit(name[0]) => fault with { Status = status },
            _ => throw form,
        };

        int? Connection() => connection == "*" ? null
            : int.TryParse(connection, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : throw form;

        long Offset() => offset == "open" ? Opening
            : long.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : throw form;
    }
}
