namespace SqsIngestor.Zerobus.Tests.Support;

/// <summary>Keeps every statistic.</summary>
internal sealed class RecordingStatistics : IZerobusStatistics
{
    private readonly Lock _gate = new();
    private readonly List<ZerobusRequestStatistics> _requests = [];
    private readonly List<ZerobusOpenStatistics> _opens = [];
    private readonly List<ZerobusReopenStatistics> _reopens = [];

    public IReadOnlyList<ZerobusRequestStatistics> Requests => Copy(_requests);

    public IReadOnlyList<ZerobusOpenStatistics> Opens => Copy(_opens);

    public IReadOnlyList<ZerobusReopenStatistics> Reopens => Copy(_reopens);

    /// <summary>Called with each request.</summary>
    public Action? OnRequest { get; set; }

    public void RequestEnded(in ZerobusRequestStatistics request)
    {
        Add(_requests, request);
        OnRequest?.Invoke();
    }

    public void OpenEnded(in ZerobusOpenStatistics open) => Add(_opens, open);

    public void StreamReopened(in ZerobusReopenStatistics reopen) => Add(_reopens, reopen);

    private void Add<T>(List<T> list, T item)
    {
        lock (_gate)
            list.Add(item);
    }

    private IReadOnlyList<T> Copy<T>(List<T> list)
    {
        lock (_gate)
            return [.. list];
    }
}
