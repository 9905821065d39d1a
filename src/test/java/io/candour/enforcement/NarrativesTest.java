package io.candour.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NarrativesTest {
    private static String cut(String json) {
        return Narratives.cut(json.replace('\'', '"')).replace('"', '\'');
    }

    @Test
    void cutWhenTextsAreAnywhereThenNoneIsLeftAndTheTagSaysSo() {
        assertThat(cut("{'resourceType':'Composition','meta':{'versionId':'1'},'text':{'status':'generated','div':'a'},"
                        + "'contained':[{'resourceType':'List','text':{'div':'b'}}],"
                        + "'section':[{'title':'t','text':{'div':'c'},'section':[{'text':{'div':'d'}}]}]}"))
                .isEqualTo("{'resourceType':'Composition','meta':{'versionId':'1','tag':[{'system':"
                        + "'http://terminology.hl7.org/CodeSystem/v3-ObservationValue','code':'SUBSETTED'}]},"
                        + "'contained':[{'resourceType':'List'}],'section':[{'title':'t','section':[{}]}]}");
    }

    @Test
    void cutWhenTextIsAConceptsThenItStays() {
        assertThat(cut("{'code':{'text':'Weight'},'text':{'div':'a'}}")).contains("'code':{'text':'Weight'}");
    }

    /** How many digits there are tells how exact it is. */
    @Test
    void cutWhenThereAreDecimalsThenTheyKeepTheirDigits() {
        assertThat(
                        cut(
                                "{'valueQuantity':{'value':1.10},'text':{'div':'a'},'component':[{'valueDecimal':0.12345678901234567890}]}"))
                .contains("{'value':1.10}")
                .contains("{'valueDecimal':0.12345678901234567890}");
    }
}
