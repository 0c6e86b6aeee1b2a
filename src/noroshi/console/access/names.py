"""Names: roles and rights in words."""

from noroshi.spine.model import Right, Role, Text

ROLES = {
    Role.READER: Text(ja="閲覧者", en="Reader"),
    Role.CONTRIBUTOR: Text(ja="提供者", en="Contributor"),
    Role.ANALYST: Text(ja="分析者", en="Analyst"),
    Role.OPERATOR_ADMIN: Text(ja="事業者の管理者", en="Operator's administrator"),
    Role.COORDINATOR: Text(ja="調整者", en="Coordinator"),
    Role.MINISTRY_VIEWER: Text(ja="省庁の閲覧者", en="Ministry viewer"),
}
"""What a person may be."""

RIGHT_NAMES = {
    Right.READ_LISTS: Text(ja="リストを読む", en="Read the lists"),
    Right.CONTRIBUTE: Text(ja="リストに提供する", en="Contribute to the lists"),
    Right.SIGHT: Text(ja="観測を知らせる", en="Report sightings"),
    Right.REPORT_SITES: Text(ja="不審なサイトを報告する", en="Report web sites"),
    Right.REVIEW: Text(ja="審査する", en="Review"),
    Right.READ_CASES: Text(ja="案件を読む", en="Read cases"),
    Right.WORK_CASES: Text(ja="案件を扱う", en="Work on cases"),
    Right.READ_OWN_NETWORK: Text(ja="自網の状況を見る", en="See the own network"),
    Right.READ_OPERATORS: Text(ja="事業者を見る", en="See the operators"),
    Right.MANAGE_OWN: Text(ja="自組織の利用者を管理する", en="Manage the own operator's users"),
    Right.MANAGE_OPERATORS: Text(ja="すべての事業者を管理する", en="Manage all operators"),
    Right.READ_COLLECTION: Text(ja="収集の状況を見る", en="See the state of collection"),
    Right.READ_FIGURES: Text(ja="指標を見る", en="See the figures"),
    Right.ENTER_COSTS: Text(ja="費用を入力する", en="Enter costs"),
    Right.READ_AUDIT: Text(ja="監査記録を読む", en="Read the audit"),
}
"""What a token may do."""
