namespace SqsIngestor.Mapping.Text.Normalization;

/// <summary>
/// Composes Hangul syllables by arithmetic (Unicode, section 3.12): from a leading consonant and a vowel, and from such a
/// syllable and a trailing consonant. Decomposing them first is not necessary: no mark between the parts changes the
/// result.
/// </summary>
internal static class Hangul
{
    public const int FirstVowel = 0x1161;
    public const int EndVowel = FirstVowel + Vowels;
    public const int FirstTrail = NoTrail + 1;
    public const int EndTrail = NoTrail + Trails;

    private const int FirstLead = 0x1100;
    private const int FirstSyllable = 0xAC00;
    private const int Leads = 19;
    private const int Vowels = 21;

    // One less than the first trailing consonant: number 0 means none.
    private const int NoTrail = 0x11A7;
    private const int Trails = 28;

    public static bool TryCompose(int first, int second, out int syllable)
    {
        syllable = 0;
        if (first is >= FirstLead and < FirstLead + Leads && second is >= FirstVowel and < EndVowel)
        {
            syllable = FirstSyllable + ((first - FirstLead) * Vowels + second - FirstVowel) * Trails;
        }
        else if (first is >= FirstSyllable and < FirstSyllable + Leads * Vowels * Trails
            && (first - FirstSyllable) % Trails == 0
            && second is >= FirstTrail and < EndTrail)
        {
            syllable = first + second - NoTrail;
        }

        return syllable != 0;
    }
}
