/* charset.c -- the names of encodings.
 *
 * The rows are those of Python's codecs for which iconv gives the same characters for every byte
 * and, where two make one, for all but some characters of every pair. Python has no tables of its
 * own for the latter outside of C.
 */
#include "frontend/charset.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>

static const Charset charsets[] = {
    /* tables of bytes */
    {"CP037", true,
     "cp037 037 csibm037 ebcdic_cp_ca ebcdic_cp_nl ebcdic_cp_us ebcdic_cp_wt ibm037 ibm039 "},
    {"CP1125", true, "cp1125 1125 cp866u ibm1125 ruscii "},
    {"CP1140", true, "cp1140 1140 ibm1140 "},
    {"CP1250", true, "cp1250 1250 windows_1250 "},
    {"CP1251", true, "cp1251 1251 windows_1251 "},
    {"CP1252", true, "cp1252 1252 windows_1252 "},
    {"CP1253", true, "cp1253 1253 windows_1253 "},
    {"CP1254", true, "cp1254 1254 windows_1254 "},
    {"CP1256", true, "cp1256 1256 windows_1256 "},
    {"CP1257", true, "cp1257 1257 windows_1257 "},
    {"CP437", true, "cp437 437 cspc8codepage437 ibm437 "},
    {"CP500", true, "cp500 500 csibm500 ebcdic_cp_be ebcdic_cp_ch ibm500 "},
    {"CP737", true, "cp737 "},
    {"CP775", true, "cp775 775 cspc775baltic ibm775 "},
    {"CP850", true, "cp850 850 cspc850multilingual ibm850 "},
    {"CP852", true, "cp852 852 cspcp852 ibm852 "},
    {"CP855", true, "cp855 855 csibm855 ibm855 "},
    {"CP857", true, "cp857 857 csibm857 ibm857 "},
    {"CP858", true, "cp858 858 csibm858 ibm858 "},
    {"CP860", true, "cp860 860 csibm860 ibm860 "},
    {"CP861", true, "cp861 861 cp_is csibm861 ibm861 "},
    {"CP862", true, "cp862 862 cspc862latinhebrew ibm862 "},
    {"CP863", true, "cp863 863 csibm863 ibm863 "},
    {"CP864", true, "cp864 864 csibm864 ibm864 "},
    {"CP865", true, "cp865 865 csibm865 ibm865 "},
    {"CP866", true, "cp866 866 csibm866 ibm866 "},
    {"CP869", true, "cp869 869 cp_gr csibm869 ibm869 "},
    {"CP874", true, "cp874 "},
    {"HP-ROMAN8", true, "hp_roman8 cp1051 csHPRoman8 ibm1051 r8 roman8 "},
    {"ISO8859-10", true,
     "iso8859_10 csisolatin6 iso_8859_10 iso_8859_10_1992 iso_ir_157 l6 latin6 "},
    {"ISO8859-11", true, "iso8859_11 iso_8859_11 iso_8859_11_2001 thai "},
    {"ISO8859-13", true, "iso8859_13 iso_8859_13 l7 latin7 "},
    {"ISO8859-14", true,
     "iso8859_14 iso_8859_14 iso_8859_14_1998 iso_celtic iso_ir_199 l8 latin8 "},
    {"ISO8859-15", true, "iso8859_15 iso_8859_15 l9 latin9 "},
    {"ISO8859-16", true, "iso8859_16 iso_8859_16 iso_8859_16_2001 iso_ir_226 l10 latin10 "},
    {"ISO8859-2", true, "iso8859_2 csisolatin2 iso_8859_2 iso_8859_2_1987 iso_ir_101 l2 latin2 "},
    {"ISO8859-3", true, "iso8859_3 csisolatin3 iso_8859_3 iso_8859_3_1988 iso_ir_109 l3 latin3 "},
    {"ISO8859-4", true, "iso8859_4 csisolatin4 iso_8859_4 iso_8859_4_1988 iso_ir_110 l4 latin4 "},
    {"ISO8859-5", true,
     "iso8859_5 csisolatincyrillic cyrillic iso_8859_5 iso_8859_5_1988 iso_ir_144 "},
    {"ISO8859-6", true,
     "iso8859_6 arabic asmo_708 csisolatinarabic ecma_114 iso_8859_6 iso_8859_6_1987 "
     "iso_ir_127 "},
    {"ISO8859-7", true,
     "iso8859_7 csisolatingreek ecma_118 elot_928 greek greek8 iso_8859_7 iso_8859_7_1987 "
     "iso_ir_126 "},
    {"ISO8859-8", true, "iso8859_8 csisolatinhebrew hebrew iso_8859_8 iso_8859_8_1988 iso_ir_138 "},
    {"ISO8859-9", true, "iso8859_9 csisolatin5 iso_8859_9 iso_8859_9_1989 iso_ir_148 l5 latin5 "},
    {"KOI8-R", true, "koi8_r cskoi8r "},
    {"KOI8-T", true, "koi8_t "},
    {"KOI8-U", true, "koi8_u "},
    {"MAC-CENTRALEUROPE", true, "mac_latin2 mac_centeuro maccentraleurope maclatin2 "},
    /* several bytes a character */
    {"BIG5", false, "big5 big5_tw csbig5 x_mac_trad_chinese "},
    {"BIG5-HKSCS", false, "big5hkscs big5_hkscs hkscs "},
    {"CP932", false, "cp932 932 ms932 ms_kanji mskanji "},
    {"UHC", false, "cp949 949 ms949 uhc "},
    {"CP950", false, "cp950 950 ms950 "},
    {"EUC-JISX0213", false, "euc_jis_2004 euc_jis2004 eucjis2004 jisx0213 "},
    {"EUC-JISX0213", false, "euc_jisx0213 eucjisx0213 "},
    {"EUC-JP", false, "euc_jp eucjp u_jis ujis "},
    {"EUC-KR", false,
     "euc_kr euckr korean ks_c_5601 ks_c_5601_1987 ks_x_1001 ksc5601 ksx1001 x_mac_korean "},
    {"GB18030", false, "gb18030 gb18030_2000 "},
    {"EUC-CN", false,
     "gb2312 chinese csiso58gb231280 euc_cn euccn eucgb2312_cn gb2312_1980 gb2312_80 "
     "iso_ir_58 x_mac_simp_chinese "},
    {"GBK", false, "gbk 936 cp936 ms936 "},
    {"ISO-2022-JP", false, "iso2022_jp csiso2022jp iso2022jp iso_2022_jp "},
    {"ISO-2022-JP-2", false, "iso2022_jp_2 iso2022jp_2 iso_2022_jp_2 "},
    {"ISO-2022-JP-3", false, "iso2022_jp_3 iso2022jp_3 iso_2022_jp_3 "},
    {"ISO-2022-KR", false, "iso2022_kr csiso2022kr iso2022kr iso_2022_kr "},
    {"JOHAB", false, "johab cp1361 ms1361 "},
    {"SHIFT_JIS", false, "shift_jis csshiftjis s_jis shiftjis sjis x_mac_japanese "},
    {"SHIFT_JISX0213", false, "shift_jis_2004 s_jis_2004 shiftjis2004 sjis_2004 "},
    {"SHIFT_JISX0213", false, "shift_jisx0213 s_jisx0213 shiftjisx0213 sjisx0213 "},
};

enum { LONGEST_NAME = 32 };     /* no name in the rows is as long */

/* As Python compares names: lower case, an underscore for what stands between letters and digits.
   Gives it with a space behind it; false if it is longer than any. */
static bool normalize(const char *name, char normal[LONGEST_NAME + 3])
{
    size_t n = 0;
    bool is_behind_gap = false;
    for (; *name; name++) {
        if (!isalnum((unsigned char)*name) && *name != '.') {
            is_behind_gap = n > 0;
            continue;
        }
        if (n >= LONGEST_NAME)
            return false;
        if (is_behind_gap)
            normal[n++] = '_';
        is_behind_gap = false;
        normal[n++] = (char)tolower((unsigned char)*name);
    }
    memcpy(normal + n, " ", 2);
    return n > 0;
}

const Charset *charset_find(const char *name)
{
    char normal[LONGEST_NAME + 3];
    if (!normalize(name, normal))
        return NULL;
    for (size_t i = 0; i < sizeof charsets / sizeof *charsets; i++) {
        const char *found = charsets[i].names;
        for (; (found = strstr(found, normal)); found++) {
            if (found == charsets[i].names || found[-1] == ' ')
                return &charsets[i];
        }
    }
    return NULL;
}
