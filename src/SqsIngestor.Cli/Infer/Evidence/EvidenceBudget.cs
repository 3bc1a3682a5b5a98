namespace SqsIngestor.Cli.Infer.Evidence;

/// <summary>How many places can be told apart in all: 50,000, so that no file fills the memory.</summary>
/// <param name="keepsValues">Whether places keep examples of their values.</param>
internal sealed class EvidenceBudget(bool keepsValues)
{
    private int _left = 50_000;

    public bool KeepsValues { get; } = keepsValues;

    public bool TryTake()
    {
        if (_left <= 0) return false;
        _left--;
        return true;
    }

    /// <summary>Gives back places that are not told apart any more.</summary>
    public void Return(int places) => _left += places;

    /// <summary>A budget of its own for places that are put together from others, which need no more.</summary>
    public EvidenceBudget WithRoomFor(int places) => new(KeepsValues) { _left = places };
}
